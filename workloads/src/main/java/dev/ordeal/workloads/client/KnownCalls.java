package dev.ordeal.workloads.client;

import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Optional;

/**
 * Calls whose effect can be read back, by which {@code ordeal try} learns what became of an update
 * whatever its client said.
 *
 * <p>Each is about one object that nothing else touches, absent or empty at first. Implementations
 * are immutable and thread-safe; their functions are pure.
 */
public interface KnownCalls {
  /** What a read shows of an object's update. */
  enum Seen {
    /** The object's first update has not happened. */
    ABSENT,
    /** The update took effect, once as far as one can see. */
    UPDATED,
    /** The update took effect more than once. */
    REPEATED,
    /** The second update took effect after the first. */
    OVERWRITTEN,
    /** Something that neither update can have made. */
    OTHER
  }

  /**
   * A call, and whether its outcome is one that the contract allows.
   *
   * @param expected what it allows, a few words
   * @param remedy what a client's author changes if the outcome is another
   */
  record Step(Call call, String expected, String remedy, Accepts accepts) {}

  /** Whether an outcome is allowed. */
  @FunctionalInterface
  interface Accepts {
    boolean test(Outcome outcome);
  }

  /** Calls that one client makes one after another on an object while nothing fails. */
  record Example(String promise, List<Step> steps) {
    public Example {
      steps = List.copyOf(steps);
    }
  }

  /**
   * An update in one of the ways that the contract has.
   *
   * @param before a call that it needs first, after which the object still counts as absent
   * @param name for people: {@code write}
   */
  record Update(String name, Optional<Call> before, Call call) {}

  /** The object's first update, which needs nothing before. */
  Call update(long object);

  /** The first update in every way that the contract has; one by {@link #update} unless it says. */
  default List<Update> updates(long object) {
    Call update = update(object);
    return List.of(new Update(update.function(), Optional.empty(), update));
  }

  /**
   * A second update, after which a read shows that the first was repeated if it was.
   *
   * @return empty if a read shows repetitions by itself, or nothing shows them
   */
  Optional<Call> overwrite(long object);

  /** Whether reads show that an update took effect twice, after {@link #overwrite} if need be. */
  default boolean showsRepeats() {
    return true;
  }

  /** Reads the object. */
  Call read(long object);

  /**
   * What the result of {@link #read} means.
   *
   * @param result what the read returned
   */
  Seen seen(long object, Value result);

  /** Promises of the contract that one client can check. */
  List<Example> examples(long object);
}
