package dev.ordeal.checkers.linearizability.register;

import dev.ordeal.checkers.linearizability.search.Timeline;
import dev.ordeal.checkers.model.RegisterModel.RegisterCall;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One register's calls in numbers: values are numbered from 0, the initial one; crashed calls that
 * look alike are one kind.
 *
 * <p>Crashed reads are left out, and so are crashed writes and compare-and-sets whose value nobody
 * who counts has seen: taking them away from a linearization leaves one.
 */
final class RegisterCalls {
  static final int READ = 0;
  static final int WRITE = 1;
  static final int CAS = 2;

  /** What is expected of a write. */
  private static final int ANYTHING = -1;

  final Timeline timeline;

  /** By number. */
  final Value[] values;

  /** By call of the timeline: READ, WRITE or CAS, the value it needs and the one it leaves. */
  final int[] type;

  final int[] from;
  final int[] to;

  /** By crashed call: its kind. */
  final int[] crashedKind;

  /** By kind: as by call. */
  final int[] kindType;

  final int[] kindFrom;
  final int[] kindTo;

  /** The calls of one register that starts with a value. */
  RegisterCalls(Value initial, List<Operation> all) {
    // The crashed ones that matter are remembered by identity.
    List<Operation> operations = List.copyOf(all);
    timeline = Timeline.of(operations, crashedThatMatter(operations)::contains);
    int n = timeline.size();
    type = new int[n];
    from = new int[n];
    to = new int[n];
    crashedKind = new int[n];
    Map<Value, Integer> numbers = new HashMap<>();
    numbers.put(initial, 0);
    Map<List<Integer>, Integer> kinds = new HashMap<>();
    for (int i = 0; i < n; i++) {
      switch (RegisterCall.of(timeline.operation(i))) {
        case RegisterCall.Read read -> {
          type[i] = READ;
          from[i] = number(numbers, read.value());
          to[i] = from[i];
        }
        case RegisterCall.Write write -> {
          type[i] = WRITE;
          from[i] = ANYTHING;
          to[i] = number(numbers, write.value());
        }
        case RegisterCall.Cas cas -> {
          // Swapping a value for itself changes nothing: it has read the value.
          type[i] = cas.expected().equals(cas.replacement()) ? READ : CAS;
          from[i] = number(numbers, cas.expected());
          to[i] = number(numbers, cas.replacement());
        }
      }
      if (timeline.isCrashed(i)) {
        crashedKind[i] = number(kinds, List.of(type[i], from[i], to[i]));
      }
    }
    values = new Value[numbers.size()];
    numbers.forEach((value, number) -> values[number] = value);
    kindType = new int[kinds.size()];
    kindFrom = new int[kinds.size()];
    kindTo = new int[kinds.size()];
    kinds.forEach(
        (look, kind) -> {
          kindType[kind] = look.get(0);
          kindFrom[kind] = look.get(1);
          kindTo[kind] = look.get(2);
        });
  }

  private static <T> int number(Map<T, Integer> numbers, T thing) {
    return numbers.computeIfAbsent(thing, fresh -> numbers.size());
  }

  /** Into how many kinds the crashed calls fall. */
  int kinds() {
    return kindType.length;
  }

  /** By call: the number of the step of the timeline at which it was made. */
  int[] calledAt() {
    int[] calledAt = new int[timeline.size()];
    int[] steps = timeline.steps();
    for (int i = 0; i < steps.length; i++) {
      if (steps[i] >= 0) {
        calledAt[steps[i]] = i;
      }
    }
    return calledAt;
  }

  /** The crashed writes and compare-and-sets whose value somebody who counts may have seen. */
  private static Set<Operation> crashedThatMatter(List<Operation> operations) {
    Set<Value> seen = new HashSet<>();
    List<Operation> candidates = new ArrayList<>();
    for (Operation operation : operations) {
      if (operation.isFail()) {
        continue;
      }
      switch (RegisterCall.of(operation)) {
        case RegisterCall.Read read when operation.isOk() -> seen.add(read.value());
        case RegisterCall.Cas cas when operation.isOk() -> seen.add(cas.expected());
        default -> {
          if (operation.isInfo()) {
            candidates.add(operation);
          }
        }
      }
    }
    Set<Operation> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Operation candidate : candidates) {
        switch (RegisterCall.of(candidate)) {
          case RegisterCall.Write write when seen.contains(write.value()) -> kept.add(candidate);
          case RegisterCall.Cas cas when seen.contains(cas.replacement()) -> {
            kept.add(candidate);
            changed |= seen.add(cas.expected());
          }
          default -> {
            // A crashed read, or a value that nobody saw.
          }
        }
      }
    }
    return kept;
  }
}
