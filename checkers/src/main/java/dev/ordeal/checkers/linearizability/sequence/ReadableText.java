package dev.ordeal.checkers.linearizability.sequence;

import dev.ordeal.checkers.model.KvModel;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.results.history.Operation;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A text with {@code get}, {@code put} and {@code append}, as far as the gets of one history can
 * distinguish its states.
 *
 * <p>A text that is not a prefix of what some get returned cannot become one by appending. Until
 * the next put no get is possible, whichever such text it is, so all of them are one state
 * (bisimulation; Park, 1981). Concurrent appends in each order of theirs would make k! texts of k
 * calls; of these only the ones that a get returned are left, so that a history has at most as many
 * states as its gets have distinct prefixes at which an append ended.
 *
 * <p>Immutable.
 */
public final class ReadableText implements Model<ReadableText.State> {
  private static final State UNREADABLE = new State(Optional.empty());

  /**
   * What a key holds.
   *
   * @param content empty for every text that no get can return before the next put
   */
  public record State(Optional<KvModel.Content> content) {
    @Override
    public String toString() {
      return content.map(KvModel.Content::toString).orElse("a text that no get returned");
    }
  }

  private final KvModel kv;
  private final NavigableSet<String> read = new TreeSet<>();

  private ReadableText(KvModel kv, List<Operation> operations) {
    this.kv = kv;
    for (Operation operation : operations) {
      if (operation.isOk() && kv.isReadOnly(operation)) {
        read.add(operation.result().isNil() ? "" : operation.result().asText());
      }
    }
  }

  /** The model of one key on which these are all operations. */
  public static ReadableText of(KvModel kv, List<Operation> operations) {
    return new ReadableText(kv, operations);
  }

  @Override
  public String name() {
    return kv.name();
  }

  @Override
  public String description() {
    return kv.description();
  }

  @Override
  public State initial() {
    return state(kv.initial());
  }

  @Override
  public Optional<State> step(State state, Operation operation) {
    if (state.content().isPresent()) {
      return kv.step(state.content().get(), operation).map(this::state);
    }
    return switch (operation.function()) {
      case "append" -> Optional.of(UNREADABLE);
      case "get" -> operation.isInfo() ? Optional.of(UNREADABLE) : Optional.empty();
      default -> kv.step(kv.initial(), operation).map(this::state);
    };
  }

  private State state(KvModel.Content content) {
    // Texts with a common prefix are neighbours in order, the prefix itself before them.
    String next = read.ceiling(content.text());
    boolean isReadable = next != null && next.startsWith(content.text());
    return isReadable ? new State(Optional.of(content)) : UNREADABLE;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return kv.isReadOnly(operation);
  }
}
