package dev.ordeal.checkers.model;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A lock that knows its owner: {@code acquire} and {@code release}, which only the process that
 * holds it can do.
 *
 * @param kind what its owner may do, and what acquiring answers
 */
public record OwnedMutexModel(Kind kind) implements Model<OwnedMutexModel.Hold> {

  /** The kinds of locks. */
  public enum Kind {
    /** Its owner cannot acquire it again. */
    PLAIN("owned-mutex", "a lock that only its owner can release"),
    /** Its owner can acquire it again and must release it as often. */
    REENTRANT("reentrant-mutex", "a lock that its owner can acquire again"),
    /** Acquiring answers a whole number that is greater each time. */
    FENCED("fenced-mutex", "a lock whose acquire answers a token that grows");

    private final String wireName;
    private final String description;

    Kind(String wireName, String description) {
      this.wireName = wireName;
      this.description = description;
    }
  }

  /**
   * Who holds it.
   *
   * @param owner the process; -1 if it is free
   * @param depth how often the owner has acquired it
   * @param token the last fencing token that was seen
   */
  public record Hold(int owner, int depth, long token) {
    /** For people: {@code held by process 3 (2 times), token 5}. */
    @Override
    public String toString() {
      String held =
          owner == NOBODY
              ? "free"
              : "held by process " + owner + (depth > 1 ? " (%d times)".formatted(depth) : "");
      return held + (token == Long.MIN_VALUE ? "" : ", token " + token);
    }
  }

  private static final int NOBODY = -1;

  /** The lock that its owner cannot acquire again. */
  public OwnedMutexModel() {
    this(Kind.PLAIN);
  }

  @Override
  public String name() {
    return kind.wireName;
  }

  @Override
  public String description() {
    return kind.description;
  }

  @Override
  public List<OwnedMutexModel> variants() {
    return Arrays.stream(Kind.values()).map(OwnedMutexModel::new).toList();
  }

  @Override
  public Hold initial() {
    return new Hold(NOBODY, 0, Long.MIN_VALUE);
  }

  @Override
  public Optional<Hold> step(Hold hold, Operation operation) {
    return switch (operation.function()) {
      case "acquire" -> acquire(hold, operation);
      case "release" -> {
        if (hold.owner() != operation.process()) {
          yield Optional.empty();
        }
        int depth = hold.depth() - 1;
        yield Optional.of(new Hold(depth == 0 ? NOBODY : hold.owner(), depth, hold.token()));
      }
      default -> throw Calls.unknown(operation, "a lock", "acquire and release");
    };
  }

  private Optional<Hold> acquire(Hold hold, Operation operation) {
    int process = operation.process();
    boolean again = kind == Kind.REENTRANT && hold.owner() == process;
    if (hold.owner() != NOBODY && !again) {
      return Optional.empty();
    }
    long token = hold.token();
    if (kind == Kind.FENCED && operation.isOk()) {
      Value given = operation.result();
      if (given.asLong() <= token) {
        return Optional.empty();
      }
      token = given.asLong();
    }
    return Optional.of(new Hold(process, hold.depth() + 1, token));
  }

  @Override
  public boolean knowsProcesses() {
    return true;
  }

  @Override
  public List<Observation> needs() {
    return List.of(Observation.succeeded("the lock was never acquired", Set.of("acquire")));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
