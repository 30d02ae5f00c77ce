package dev.ordeal.checkers.convergence;

import dev.ordeal.checkers.Step;
import dev.ordeal.results.history.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** By element: when the last sure call to add it began, and the last removal was over. */
  private final Map<Value, Long> lastSureAdd = new HashMap<>();

  private final Map<Value, Long> lastRemovalEnd = new HashMap<>();

  /** By element of a list: how often it was appended for certain, and at most. */
  private final Map<Value, Integer> sureCopies = new HashMap<>();

  private final Map<Value, Integer> mostCopies = new HashMap<>();
  private final boolean hasRealTime;

  /** What the object held before anybody changed it. */
  private Value first;

  private boolean isSet;

  private final PossibleSums sums = new PossibleSums();
  private boolean isCounter;

  /**
   * An object that nobody has changed yet.
   *
   * @param first what it holds
   * @param hasRealTime whether it is known which calls were over before others began
   */
  Account(Value first, boolean hasRealTime) {
    this.first = first;
    this.hasRealTime = hasRealTime;
  }

  /** Something that the last value cannot be. */
  record Problem(String anomaly, String story) {
    private static final Set<String> NEVER_RIGHT = Set.of("garbage-read", "aborted-write");

    /** Whether a little later it might have been as it should. */
    boolean mayPass() {
      return !NEVER_RIGHT.contains(anomaly);
    }
  }

  /** Takes in what is said to have been there at first. */
  void begin(Step step) {
    if (step.name().equals("write")) {
      first = step.value();
    } else {
      change(step);
    }
  }

  void change(Step step) {
    switch (step.name()) {
      case "write" -> written(step, step.value());
      case "append" -> appended(step);
      case "cas" -> written(step, step.value().asList().get(1));
      case "remove" -> {
        if (!step.operation().isFail()) {
          removed.add(step.value());
          lastRemovalEnd.merge(step.value(), step.operation().end(), Math::max);
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
        if (step.operation().isOk()) {
          lastSureAdd.merge(step.value(), step.operation().start(), Math::max);
        }
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

  private void appended(Step step) {
    written(step, step.value());
    if (!step.operation().isFail()) {
      mostCopies.merge(step.value(), 1, Integer::sum);
    }
    if (step.operation().isOk()) {
      sureCopies.merge(step.value(), 1, Integer::sum);
    }
  }

  private void added(Step step) {
    isCounter = true;
    if (!step.operation().isFail()) {
      sums.add(step.value().asLong(), step.operation().isOk());
    }
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
      return sums.has(sum.value())
          ? null
          : new Problem(
              "wrong-sum",
              "is %d, but what was added comes to %s".formatted(sum.value(), sums.text()));
    }
    boolean isFirst = last.isNil() || last.equals(first);
    if (isFirst && !attempted.contains(last)) {
      return ofUnchanged(last);
    }
    return unwritten(last);
  }

  /** What no client may read, at no time; null if there is nothing of it in a value. */
  Problem neverRight(Value read) {
    if (read instanceof Value.Seq elements) {
      return elements.items().stream()
          .map(this::unadded)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
    boolean isSum = isCounter && read instanceof Value.Int;
    return isSum || read.isNil() || read.equals(first) ? null : unwritten(read);
  }

  private Problem unwritten(Value value) {
    if (attempted.contains(value)) {
      return null;
    }
    return refused.contains(value)
        ? new Problem("aborted-write", "is %s, which was refused".formatted(value))
        : new Problem("garbage-read", "is %s, which nobody wrote".formatted(value));
  }

  private Problem unadded(Value element) {
    if (attempted.contains(element)) {
      return null;
    }
    return refused.contains(element)
        ? new Problem("aborted-write", "has %s, which was refused".formatted(element))
        : new Problem("garbage-read", "has %s, which nobody added".formatted(element));
  }

  /** What is wrong with a register that holds what nobody wrote, but may have been there. */
  private Problem ofUnchanged(Value last) {
    String holds = last.isNil() ? "holds nothing" : "holds " + last + ", as at first";
    if (!acknowledged.isEmpty()) {
      return new Problem(
          "lost-write", "%s, though %s acknowledged".formatted(holds, were(acknowledged)));
    }
    return last.equals(first)
        ? null
        : new Problem("lost-write", "%s, though it held %s at first".formatted(holds, first));
  }

  private boolean mayBeRemoved(Value element) {
    if (!removed.contains(element)) {
      return false;
    }
    Long added = lastSureAdd.get(element);
    return !hasRealTime || added == null || added <= lastRemovalEnd.get(element);
  }

  /** What is wrong with how often a list has an element. */
  private Problem ofCopies(Value.Seq elements) {
    Map<Value, Integer> copies = new HashMap<>();
    elements.items().forEach(element -> copies.merge(element, 1, Integer::sum));
    for (Map.Entry<Value, Integer> element : copies.entrySet()) {
      int sure =
          removed.contains(element.getKey()) ? 0 : sureCopies.getOrDefault(element.getKey(), 0);
      int most = mostCopies.getOrDefault(element.getKey(), Integer.MAX_VALUE);
      if (element.getValue() < sure || element.getValue() > most) {
        return new Problem(
            element.getValue() < sure ? "lost-element" : "duplicate-elements",
            "has %s %s, though it was appended %s"
                .formatted(
                    element.getKey(),
                    times(element.getValue()),
                    times(element.getValue() < sure ? sure : most)));
      }
    }
    return null;
  }

  private Problem ofElements(Value.Seq elements) {
    Set<Value> held = new HashSet<>(elements.items());
    List<Value> lost =
        acknowledged.stream().filter(e -> !held.contains(e) && !mayBeRemoved(e)).toList();
    if (!lost.isEmpty()) {
      return new Problem(
          "lost-element",
          "lacks %s, which %s acknowledged"
              .formatted(some(lost), lost.size() == 1 ? "was" : "were"));
    }
    for (Value element : elements.items()) {
      if (hasRealTime
          && lastRemoved.containsKey(element)
          && lastAdded.getOrDefault(element, Long.MAX_VALUE) < lastRemoved.get(element)) {
        return new Problem(
            "resurrected-element",
            "has %s, which was removed and not added again".formatted(element));
      }
      Problem unadded = unadded(element);
      if (unadded != null) {
        return unadded;
      }
    }
    return isSet ? null : ofCopies(elements);
  }

  private static String times(int number) {
    return switch (number) {
      case 1 -> "once";
      case 2 -> "twice";
      default -> number + " times";
    };
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
