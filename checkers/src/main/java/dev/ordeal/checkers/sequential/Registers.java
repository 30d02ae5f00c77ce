package dev.ordeal.checkers.sequential;

import dev.ordeal.checkers.model.RegisterModel.RegisterCall;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Operations on registers by process, with who read from whom.
 *
 * <p>Left out are failed operations, crashed reads, and crashed writes whose value nobody who
 * counts has seen. Values are unique for each key, so a read tells its write.
 */
final class Registers {
  static final int NONE = -1;

  /** Names one key's value. */
  private record Version(Value key, Value value) {}

  final List<Operation> operations = new ArrayList<>();
  int[] process;

  /** Place among the process' operations, from 0. */
  int[] place;

  int[][] byProcess;
  int[] key;
  int keys;

  /** The write whose value an operation read; {@link #NONE} for the initial value. */
  int[] source;

  boolean[] reads;
  boolean[] writes;

  /** By write: who read it. By key, in {@link #initialReaders}: who read the initial value. */
  int[][] readers;

  int[][] initialReaders;

  private String problem = "";
  private List<Operation> witness = List.of();

  /** Empty if some value is written twice to a key. */
  static Optional<Registers> of(History history, Value initial) {
    Registers registers = new Registers();
    return registers.gather(history, initial) ? Optional.of(registers) : Optional.empty();
  }

  /** Why no order at all can explain a read; empty if there is no such read. */
  String problem() {
    return problem;
  }

  List<Operation> problemWitness() {
    return witness;
  }

  /** What an operation saw, if it is a read or a compare-and-set. */
  static Optional<Value> seen(Operation op) {
    return switch (RegisterCall.of(op)) {
      case RegisterCall.Read read -> Optional.of(read.value());
      case RegisterCall.Write write -> Optional.empty();
      case RegisterCall.Cas cas -> Optional.of(cas.expected());
    };
  }

  /** What an operation wrote, if it did. */
  static Optional<Value> written(Operation op) {
    return switch (RegisterCall.of(op)) {
      case RegisterCall.Read read -> Optional.empty();
      case RegisterCall.Write write -> Optional.of(write.value());
      case RegisterCall.Cas cas -> Optional.of(cas.replacement());
    };
  }

  private boolean gather(History history, Value initial) {
    Set<Version> seen = new HashSet<>();
    List<Operation> crashed = new ArrayList<>();
    Set<Long> kept = new HashSet<>();
    for (Operation op : history.operations()) {
      if (op.isOk()) {
        kept.add(op.invocation().index());
        seen(op).ifPresent(value -> seen.add(new Version(op.key(), value)));
      } else if (op.isInfo() && written(op).isPresent()) {
        crashed.add(op);
      }
    }
    for (boolean changed = true; changed; ) {
      changed = false;
      for (Operation op : crashed) {
        Version version = new Version(op.key(), written(op).get());
        if (seen.contains(version) && kept.add(op.invocation().index())) {
          seen(op).ifPresent(value -> seen.add(new Version(op.key(), value)));
          changed = true;
        }
      }
    }
    for (Operation op : history.operations()) {
      if (kept.contains(op.invocation().index())) {
        operations.add(op);
      }
    }
    return connect(initial);
  }

  private boolean connect(Value initial) {
    int n = operations.size();
    process = new int[n];
    place = new int[n];
    key = new int[n];
    source = new int[n];
    reads = new boolean[n];
    writes = new boolean[n];
    Map<Integer, List<Integer>> chains = new HashMap<>();
    Map<Integer, Integer> processNumbers = new HashMap<>();
    Map<Value, Integer> keyNumbers = new HashMap<>();
    Map<Version, Integer> writers = new HashMap<>();
    for (int i = 0; i < n; i++) {
      Operation op = operations.get(i);
      process[i] = processNumbers.computeIfAbsent(op.process(), p -> processNumbers.size());
      List<Integer> chain = chains.computeIfAbsent(process[i], p -> new ArrayList<>());
      place[i] = chain.size();
      chain.add(i);
      key[i] = keyNumbers.computeIfAbsent(op.key(), k -> keyNumbers.size());
      Optional<Value> value = written(op);
      writes[i] = value.isPresent();
      if (writes[i]
          && (value.get().equals(initial)
              || writers.put(new Version(op.key(), value.get()), i) != null)) {
        return false;
      }
    }
    keys = keyNumbers.size();
    byProcess = new int[chains.size()][];
    chains.forEach((p, chain) -> byProcess[p] = ints(chain));
    link(initial, writers);
    return true;
  }

  private void link(Value initial, Map<Version, Integer> writers) {
    int n = operations.size();
    List<List<Integer>> readersOf = new ArrayList<>();
    for (int i = 0; i < n + keys; i++) {
      readersOf.add(new ArrayList<>(2));
    }
    int[] swapped = new int[n + keys];
    Arrays.fill(swapped, NONE);
    for (int i = 0; i < n; i++) {
      Operation op = operations.get(i);
      Optional<Value> value = seen(op);
      reads[i] = value.isPresent();
      source[i] = NONE;
      if (!reads[i]) {
        continue;
      }
      Integer writer = writers.get(new Version(op.key(), value.get()));
      if (writer == null && !value.get().equals(initial)) {
        note("%s saw %s, which nobody wrote.".formatted(op.describe(), value.get()), op);
        continue;
      }
      source[i] = writer == null ? NONE : writer;
      int slot = writer == null ? n + key[i] : writer;
      readersOf.get(slot).add(i);
      if (writes[i]) {
        if (swapped[slot] != NONE) {
          Operation other = operations.get(swapped[slot]);
          String text = "%s and %s both replaced the value %s.";
          note(text.formatted(other.describe(), op.describe(), value.get()), other, op);
        }
        swapped[slot] = i;
      }
    }
    readers = new int[n][];
    for (int i = 0; i < n; i++) {
      readers[i] = ints(readersOf.get(i));
    }
    initialReaders = new int[keys][];
    for (int k = 0; k < keys; k++) {
      initialReaders[k] = ints(readersOf.get(n + k));
    }
  }

  private void note(String text, Operation... operationsOf) {
    if (problem.isEmpty()) {
      problem = text;
      witness = List.of(operationsOf);
    }
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  int size() {
    return operations.size();
  }
}
