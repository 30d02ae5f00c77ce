package dev.ordeal.checkers.linearizability.register;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.finding.Wording;
import dev.ordeal.checkers.model.RegisterModel.RegisterCall;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names a violation on a register whose written values are unique and shows it with few operations.
 *
 * <p>Unique values tell for each read which write it saw. A value's <em>cluster</em> is its write
 * and everything that read it; a violation then shows in one cluster or in two (Gibbons and Korach,
 * 1997). The patterns below are looked for from the most telling to the least, among the operations
 * up to the failing return. None of them decides anything: the search has already proved the
 * history not linearizable; where no pattern fits, there is no explanation here.
 */
public final class RegisterExplainer {
  /** All pairs are looked at. */
  private static final int CLUSTERS_MAX = 5_000;

  private final Value key;
  private final Value initial;
  private final List<Operation> operations;
  private final Map<Value, Operation> writers = new HashMap<>();
  private final Map<Value, List<Operation>> readers = new HashMap<>();

  private RegisterExplainer(Value key, Value initial, List<Operation> operations) {
    this.key = key;
    this.initial = initial;
    this.operations = operations;
  }

  /**
   * Explains a violation that a search found.
   *
   * @param initial the register's value before all operations
   * @param all the operations on the key
   * @return empty if the operations before the violation say nothing in particular
   */
  public static Optional<Anomaly> explain(
      Value key, Value initial, Finding.NotLinearizable violation, List<Operation> all) {
    long until = violation.failing().completion().get().index();
    List<Operation> prefix = all.stream().filter(op -> op.invocation().index() < until).toList();
    RegisterExplainer explainer = new RegisterExplainer(key, initial, prefix);
    if (!explainer.index(until)) {
      return Optional.empty();
    }
    return explainer
        .unwrittenOrFailed()
        .or(explainer::fromTheFuture)
        .or(explainer::lostUpdate)
        .or(explainer::overtaken);
  }

  /** Notes who wrote and who read each value; false if two wrote the same. */
  private boolean index(long until) {
    for (Operation op : operations) {
      switch (RegisterCall.of(op)) {
        case RegisterCall.Read read -> {
          if (returned(op, until)) {
            reader(read.value(), op);
          }
        }
        case RegisterCall.Write write -> {
          if (writers.put(write.value(), op) != null || write.value().equals(initial)) {
            return false;
          }
        }
        case RegisterCall.Cas cas -> {
          if (writers.put(cas.replacement(), op) != null || cas.replacement().equals(initial)) {
            return false;
          }
          if (returned(op, until)) {
            reader(cas.expected(), op);
          }
        }
      }
    }
    return true;
  }

  private static boolean returned(Operation op, long until) {
    return op.isOk() && op.completion().get().index() <= until;
  }

  private void reader(Value value, Operation op) {
    readers.computeIfAbsent(value, v -> new ArrayList<>()).add(op);
  }

  private Optional<Anomaly> unwrittenOrFailed() {
    for (var entry : readers.entrySet()) {
      Value value = entry.getKey();
      if (value.equals(initial)) {
        continue;
      }
      Operation read = entry.getValue().getFirst();
      Operation writer = writers.get(value);
      if (writer == null) {
        return anomaly(
            "phantom-read",
            "%s, but nobody ever wrote %s to this key.%s"
                .formatted(
                    saw(read, value),
                    Wording.value(value),
                    Wording.lookalike(value, writers.keySet().stream())),
            List.of(read));
      }
      if (writer.isFail()) {
        return anomaly(
            "dirty-read",
            "%s, but the write of %s (%s) reported that it failed and took no effect."
                .formatted(saw(read, value), value, name(writer)),
            List.of(writer, read));
      }
    }
    return Optional.empty();
  }

  private Optional<Anomaly> fromTheFuture() {
    for (var entry : readers.entrySet()) {
      Operation writer = writers.get(entry.getKey());
      for (Operation read : entry.getValue()) {
        if (writer != null && read.end() < writer.start()) {
          return anomaly(
              "future-read",
              "%s and was over before %s was called, the only operation that writes this value."
                  .formatted(saw(read, entry.getKey()), name(writer)),
              List.of(read, writer));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Anomaly> lostUpdate() {
    for (var entry : readers.entrySet()) {
      List<Operation> swaps =
          entry.getValue().stream()
              .filter(op -> RegisterCall.of(op) instanceof RegisterCall.Cas)
              .toList();
      if (swaps.size() > 1) {
        Operation first = swaps.get(0);
        Operation second = swaps.get(1);
        return anomaly(
            "lost-update",
            ("%s and %s both replaced the value %s, which only one of them can have found: "
                    + "each value is written once, so after the first the register never held %s "
                    + "again. Compare-and-set was not atomic.")
                .formatted(name(first), name(second), entry.getKey(), entry.getKey()),
            List.of(first, second));
      }
    }
    return Optional.empty();
  }

  /**
   * A read of a value although another value had replaced it before the read began: some operation
   * that touched the newer value began after the older value was there and ended before the read.
   */
  private Optional<Anomaly> overtaken() {
    List<Cluster> clusters = clusters();
    if (clusters.size() > CLUSTERS_MAX) {
      return Optional.empty();
    }
    Optional<Anomaly> best = Optional.empty();
    long bestStart = Long.MAX_VALUE;
    for (Cluster old : clusters) {
      for (Cluster newer : clusters) {
        if (old.equals(newer)
            || newer.firstEnd.end() >= old.lastStart.start()
            || old.firstEnd.end() >= newer.lastStart.start()) {
          continue;
        }
        // Both values must lie before the other: by real time alone there is no order.
        Optional<Anomaly> found = describe(old, newer);
        if (found.isPresent() && old.lastStart.start() < bestStart) {
          best = found;
          bestStart = old.lastStart.start();
        }
      }
    }
    return best.or(() -> enclosed(clusters));
  }

  private Optional<Anomaly> describe(Cluster a, Cluster b) {
    // The older value is the one that is read last although the other was there in between.
    Cluster old = a.lastStart.start() >= b.lastStart.start() ? a : b;
    Cluster newer = old.equals(a) ? b : a;
    if (!isReader(old.lastStart, old.value)) {
      return Optional.empty();
    }
    Operation read = old.lastStart;
    Set<Operation> witness = new LinkedHashSet<>();
    witness.add(old.firstEnd);
    witness.add(newer.firstEnd);
    witness.add(newer.lastStart);
    witness.add(read);
    return Optional.of(stale(old, newer, read, witness));
  }

  private Optional<Anomaly> enclosed(List<Cluster> clusters) {
    for (Cluster old : clusters) {
      for (Cluster newer : clusters) {
        // The newer value's write lies wholly between two sightings of the older one.
        if (!old.equals(newer)
            && newer.writer != null
            && newer.writer.isOk()
            && old.firstEnd.end() < newer.writer.start()
            && newer.writer.end() < old.lastStart.start()
            && isReader(old.lastStart, old.value)) {
          Set<Operation> witness = new LinkedHashSet<>();
          witness.add(old.firstEnd);
          witness.add(newer.writer);
          witness.add(old.lastStart);
          return Optional.of(stale(old, newer, old.lastStart, witness));
        }
      }
    }
    return Optional.empty();
  }

  private Anomaly stale(Cluster old, Cluster newer, Operation read, Set<Operation> witness) {
    boolean acknowledged = newer.writer != null && newer.writer.end() < read.start();
    boolean neverSeen = !readers.containsKey(newer.value);
    StringBuilder text = new StringBuilder();
    text.append(saw(read, old.value)).append(". ");
    Operation before = acknowledged ? newer.writer : newer.firstEnd;
    if (before.equals(INITIAL_MARK)) {
      text.append("But the initial value was still there afterwards: ");
    } else {
      witness.add(before);
      text.append("But %s was over before that read began, and ".formatted(told(before)));
    }
    if (old.value.equals(initial)) {
      text.append("the register held its initial value only before the first write. ");
    } else if (!before.equals(INITIAL_MARK) && old.firstEnd.end() < before.start()) {
      text.append(
          "%s had already been there when that value came (%s was over). "
              .formatted(old.value, name(old.firstEnd)));
    } else {
      text.append(
          "%s was over before %s began. ".formatted(told(old.firstEnd), told(newer.lastStart)));
    }
    text.append(
        acknowledged && neverSeen
            ? Wording.unseen(newer.value)
            : "The register went back in time.");
    List<Operation> sorted = new ArrayList<>(witness);
    sorted.removeIf(op -> op.equals(INITIAL_MARK));
    sorted.sort(Comparator.comparingLong(Operation::start));
    return new Anomaly("stale-read", key, text.toString(), sorted);
  }

  /** An operation with what it read or wrote: {@code read #12 of process 3, which returned 5,}. */
  private static String told(Operation op) {
    String did =
        switch (RegisterCall.of(op)) {
          case RegisterCall.Read read -> "returned " + read.value();
          case RegisterCall.Write write -> "wrote " + write.value();
          case RegisterCall.Cas cas ->
              "replaced %s by %s".formatted(cas.expected(), cas.replacement());
        };
    return "%s, which %s,".formatted(name(op), did);
  }

  private boolean isReader(Operation op, Value value) {
    return readers.getOrDefault(value, List.of()).contains(op);
  }

  /** A value with the operation on it that ended first and the one that began last. */
  private record Cluster(Value value, Operation writer, Operation firstEnd, Operation lastStart) {}

  private static final Operation INITIAL_MARK = initialMark();

  private static Operation initialMark() {
    var event = Event.invoke(-1, Long.MIN_VALUE, 0, "", Value.NIL, Value.NIL);
    var done = new Event(-1, Long.MIN_VALUE, 0, Event.Type.OK, "", Value.NIL, Value.NIL, "");
    return new Operation(event, Optional.of(done));
  }

  private List<Cluster> clusters() {
    Set<Value> values = new LinkedHashSet<>(writers.keySet());
    values.addAll(readers.keySet());
    List<Cluster> clusters = new ArrayList<>();
    for (Value value : values) {
      Operation writer = writers.get(value);
      List<Operation> members = new ArrayList<>(readers.getOrDefault(value, List.of()));
      if (writer != null && !writer.isFail()) {
        members.add(writer);
      }
      if (members.isEmpty() || members.equals(java.util.Collections.singletonList(null))) {
        continue;
      }
      Operation firstEnd =
          value.equals(initial)
              ? INITIAL_MARK
              : members.stream().min(Comparator.comparingLong(Operation::end)).get();
      Operation lastStart = members.stream().max(Comparator.comparingLong(Operation::start)).get();
      if (firstEnd.end() != Long.MAX_VALUE) {
        clusters.add(new Cluster(value, writer, firstEnd, lastStart));
      }
    }
    return clusters;
  }

  private Optional<Anomaly> anomaly(String name, String explanation, List<Operation> witness) {
    return Optional.of(new Anomaly(name, key, explanation, witness));
  }

  private static String saw(Operation op, Value value) {
    String what = op.function().equals("cas") ? "found" : "returned";
    return "%s %s %s".formatted(capital(name(op)), what, value);
  }
}
