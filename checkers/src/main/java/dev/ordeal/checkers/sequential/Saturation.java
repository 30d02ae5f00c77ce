package dev.ordeal.checkers.sequential;

import dev.ordeal.checkers.Budget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What must come before what in every order that explains the reads.
 *
 * <p>To begin with: a process' operations in their order, and a write before its readers. Then, for
 * a read of write w and another write v to the same key: v before the read means v before w, and w
 * before v means the read before v. This is repeated until nothing new follows. Each operation
 * knows how many of each process' operations come before it, which is all there is to know because
 * a process' operations are in order.
 *
 * <p>A cycle proves that there is no such order; none does not prove that there is one.
 */
final class Saturation {
  private static final int NONE = Registers.NONE;

  /** One operation must come before another. */
  record Edge(int before, int after, String why) {}

  private final Registers registers;
  private final int processes;

  /** By operation and process: how many of the process' operations come before it, or are it. */
  private final int[][] known;

  /** By process and key: the places of its writes. */
  private final int[][][] writePlaces;

  private final List<Edge> forced = new ArrayList<>();
  private boolean changed;

  Saturation(Registers registers) {
    this.registers = registers;
    this.processes = registers.byProcess.length;
    int n = registers.size();
    known = new int[n][processes];
    writePlaces = new int[processes][registers.keys][];
    for (int p = 0; p < processes; p++) {
      List<List<Integer>> places = new ArrayList<>();
      for (int k = 0; k < registers.keys; k++) {
        places.add(new ArrayList<>());
      }
      for (int op : registers.byProcess[p]) {
        if (registers.writes[op]) {
          places.get(registers.key[op]).add(registers.place[op]);
        }
      }
      for (int k = 0; k < registers.keys; k++) {
        writePlaces[p][k] = places.get(k).stream().mapToInt(Integer::intValue).toArray();
      }
    }
    for (int i = 0; i < n; i++) {
      known[i][registers.process[i]] = registers.place[i] + 1;
    }
  }

  /** Cells of memory that this takes, about. */
  static long size(Registers registers) {
    return (long) registers.size() * registers.byProcess.length;
  }

  /** Whether one operation is known to come before another. */
  boolean isBefore(int before, int after) {
    return before != after && known[after][registers.process[before]] > registers.place[before];
  }

  /** How many of a process' operations come before an operation. */
  int countBefore(int operation, int process) {
    return registers.process[operation] == process
        ? registers.place[operation]
        : known[operation][process];
  }

  /** Goes on until nothing follows; a shortest cycle if there is one, else an empty list. */
  List<Edge> run(Budget budget) {
    do {
      changed = false;
      for (int[] chain : registers.byProcess) {
        for (int op : chain) {
          look(op);
          if (known[op][registers.process[op]] > registers.place[op] + 1) {
            return cycle(op);
          }
        }
      }
    } while (changed && !budget.isOutOfTime());
    return List.of();
  }

  private void look(int op) {
    int place = registers.place[op];
    if (place > 0) {
      learn(op, registers.byProcess[registers.process[op]][place - 1]);
    }
    if (registers.source[op] != NONE) {
      learn(op, registers.source[op]);
    }
    if (registers.reads[op]) {
      writesBefore(op);
    }
    if (registers.writes[op]) {
      readersBefore(op);
    }
  }

  private void learn(int op, int before) {
    int[] mine = known[op];
    int[] theirs = known[before];
    for (int p = 0; p < processes; p++) {
      if (theirs[p] > mine[p]) {
        mine[p] = theirs[p];
        changed = true;
      }
    }
  }

  /** The last write of a process to a key among its first so many operations; or none. */
  private int lastWrite(int process, int key, int count) {
    int[] places = writePlaces[process][key];
    int at = Arrays.binarySearch(places, count);
    int index = (at >= 0 ? at : -at - 1) - 1;
    return index < 0 ? NONE : registers.byProcess[process][places[index]];
  }

  private void writesBefore(int read) {
    int source = registers.source[read];
    for (int p = 0; p < processes; p++) {
      int write = lastWrite(p, registers.key[read], countBefore(read, p));
      if (write == NONE || write == source) {
        continue;
      }
      if (source == NONE) {
        // A write before a read of the initial value.
        force(read, write, "which read the initial value");
      } else if (!isBefore(write, source)) {
        force(write, source, "because a read of the latter came after the former");
      }
    }
  }

  private void readersBefore(int write) {
    int key = registers.key[write];
    for (int reader : registers.initialReaders[key]) {
      if (reader != write && !isBefore(reader, write)) {
        force(reader, write, "because it read the initial value");
      }
    }
    for (int p = 0; p < processes; p++) {
      int older = lastWrite(p, key, countBefore(write, p));
      if (older == NONE) {
        continue;
      }
      for (int reader : registers.readers[older]) {
        if (reader != write && !isBefore(reader, write)) {
          force(reader, write, "because it read what the latter replaced");
        }
      }
    }
  }

  private void force(int before, int after, String why) {
    forced.add(new Edge(before, after, why));
    learn(after, before);
    changed = true;
  }

  /** A shortest way from an operation back to itself. */
  private List<Edge> cycle(int start) {
    int n = registers.size();
    List<List<Edge>> from = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      from.add(new ArrayList<>(2));
    }
    for (int[] chain : registers.byProcess) {
      for (int i = 1; i < chain.length; i++) {
        from.get(chain[i - 1])
            .add(new Edge(chain[i - 1], chain[i], "because the process did so in this order"));
      }
    }
    for (int i = 0; i < n; i++) {
      if (registers.source[i] != NONE) {
        from.get(registers.source[i]).add(new Edge(registers.source[i], i, "whose value it saw"));
      }
    }
    forced.forEach(edge -> from.get(edge.before()).add(edge));
    Edge[] reachedBy = new Edge[n];
    Deque<Integer> work = new ArrayDeque<>(List.of(start));
    while (!work.isEmpty()) {
      for (Edge edge : from.get(work.poll())) {
        if (edge.after() == start) {
          List<Edge> way = new ArrayList<>(List.of(edge));
          for (int at = edge.before(); at != start; at = reachedBy[at].before()) {
            way.addFirst(reachedBy[at]);
          }
          return way;
        }
        if (reachedBy[edge.after()] == null) {
          reachedBy[edge.after()] = edge;
          work.add(edge.after());
        }
      }
    }
    throw new IllegalStateException("a cycle that its edges do not show");
  }
}
