package dev.ordeal.checkers.convergence;

import dev.ordeal.checkers.Step;
import dev.ordeal.results.history.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was changed on one object, and so what it may hold in the end. */
final class Account {
  private static final int SHOWN_MAX = 5;

  /** Values, or elements, that were acknowledged, may have been written, and were refused. */
  private final Set<Value> acknowledged = new LinkedHashSet<>();

  private final Set<Value> attempted = new HashSet<>();
  private final Set<Value> refused = new HashSet<>();

  /** Elements that somebody may have removed. */
  private final Set<Value> removed = new HashSet<>();

  /** By element: when the last call to add it was over, and the last sure removal began. */
  private final Map<Value, Long> lastAdded = new HashMap<>();

  private final Map<Value, Long> lastRemoved = new HashMap<>();
  private boolean isSet;

  /** The least and the most that all additions of numbers can come to. */
  private long least;

  private long most;
  private boolean isCounter;

  /** Something that the last value cannot be. */
  record Problem(String anomaly, String story) {
    private static final Set<String> NEVER_RIGHT = Set.of("garbage-read", "aborted-write");

    /** Whether a little later it might have been as it should. */
    boolean mayPass() {
      return !NEVER_RIGHT.contains(anomaly);
    }
  }

  void change(Step step) {
    switch (step.name()) {
      case "write", "append" -> written(step, step.value());
      case "cas" -> written(step, step.value().asList().get(1));
      case "remove" -> {
        if (!step.operation().isFail()) {
          removed.add(step.value());
        }
        if (step.operation().isOk()) {
          lastRemoved.merge(step.value(), step.operation().start(), Math::max);
        }
      }
      case "inc" -> added(step);
      case "add" -> {
        // Whether numbers are added up or are elements, what was read tells.
        isSet = true;
        written(step, step.value());
        lastAdded.merge(step.value(), step.operation().end(), Math::max);
        if (step.value() instanceof Value.Int) {
          added(step);
        }
      }
      default -> {
        // What does not change anything that can be read.
      }
    }
  }

  private void written(Step step, Value value) {
    if (step.operation().isFail()) {
      refused.add(value);
      return;
    }
    attempted.add(value);
    if (step.operation().isOk()) {
      acknowledged.add(value);
    }
  }

  private void added(Step step) {
    isCounter = true;
    if (step.operation().isFail()) {
      return;
    }
    long amount = step.value().asLong();
    boolean sure = step.operation().isOk();
    least += sure ? amount : Math.min(0, amount);
    most += sure ? amount : Math.max(0, amount);
  }

  /** Whether elements were added, in no order; or numbers, if numbers were read. */
  boolean isSet() {
    return isSet;
  }

  /** Whether two reads saw the same; sets are in no order. */
  boolean isSame(Value one, Value other) {
    if (isSet && one instanceof Value.Seq some && other instanceof Value.Seq others) {
      return new HashSet<>(some.items()).equals(new HashSet<>(others.items()));
    }
    return one.equals(other);
  }

  /** What is wrong with a last value; null if nothing is. */
  Problem problem(Value last) {
    if (last instanceof Value.Seq elements) {
      return ofElements(elements);
    }
    if (isCounter && last instanceof Value.Int sum) {
      return sum.value() < least || sum.value() > most
          ? new Problem(
              "wrong-sum",
              "is %d, but what was added comes to %s"
                  .formatted(
                      sum.value(),
                      least == most ? "" + least : least + " at least, " + most + " at most"))
          : null;
    }
    if (last.isNil()) {
      return acknowledged.isEmpty() || attempted.contains(Value.NIL)
          ? null
          : new Problem(
              "lost-write", "holds nothing, though %s acknowledged".formatted(were(acknowledged)));
    }
    if (attempted.contains(last)) {
      return null;
    }
    return refused.contains(last)
        ? new Problem("aborted-write", "is %s, which was refused".formatted(last))
        : new Problem("garbage-read", "is %s, which nobody wrote".formatted(last));
  }

  private Problem ofElements(Value.Seq elements) {
    Set<Value> held = new HashSet<>(elements.items());
    List<Value> lost =
        acknowledged.stream().filter(e -> !held.contains(e) && !removed.contains(e)).toList();
    if (!lost.isEmpty()) {
      return new Problem(
          "lost-element",
          "lacks %s, which %s acknowledged"
              .formatted(some(lost), lost.size() == 1 ? "was" : "were"));
    }
    for (Value element : elements.items()) {
      if (lastRemoved.containsKey(element)
          && lastAdded.getOrDefault(element, Long.MAX_VALUE) < lastRemoved.get(element)) {
        return new Problem(
            "resurrected-element",
            "has %s, which was removed and not added again".formatted(element));
      }
      if (!attempted.contains(element)) {
        return new Problem(
            refused.contains(element) ? "aborted-write" : "garbage-read",
            "has %s, which %s"
                .formatted(element, refused.contains(element) ? "was refused" : "nobody added"));
      }
    }
    return null;
  }

  private static String were(Collection<Value> values) {
    return some(values) + (values.size() == 1 ? " was" : " were");
  }

  private static String some(Collection<Value> values) {
    List<String> some = values.stream().limit(SHOWN_MAX).map(Value::toString).toList();
    String more =
        values.size() > SHOWN_MAX ? " and %d more".formatted(values.size() - SHOWN_MAX) : "";
    return String.join(", ", some) + more;
  }
}
