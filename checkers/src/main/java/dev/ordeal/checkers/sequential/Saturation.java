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

  /** Why one operation must come before another. */
  enum Reason {
    /** Their process called them in this order. */
    PROCESS,
    /** The latter saw what the former wrote. */
    SAW,
    /** Both wrote, and a read of what the latter wrote came after the former. */
    PASSED,
    /** The former saw what another wrote, which the latter wrote after. */
    REPLACED,
    /** The former saw the initial value, which the latter replaced. */
    INITIAL
  }

  /**
   * One operation must come before another.
   *
   * @param by the read, or the other write, that shows it; {@link Registers#NONE} if nobody is
   *     needed for it
   * @param number how many had been derived before it; {@link #GIVEN} if it was not derived
   */
  record Edge(int before, int after, Reason reason, int by, int number) {
    /** A step that the history shows by itself. */
    static Edge given(int before, int after, Reason reason) {
      return new Edge(before, after, reason, NONE, GIVEN);
    }
  }

  private static final int GIVEN = -1;

  private final Registers registers;
  private final int processes;

  /** By operation and process: how many of the process' operations come before it, or are it. */
  private final int[][] known;

  /** By process and key: the places of its writes. */
  private final int[][][] writePlaces;

  private final List<Edge> forced = new ArrayList<>();
  private boolean changed;

  /** See {@link #edges()}; null until somebody asks. */
  private List<List<Edge>> edges;

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
      // What came before an operation may be found after it was put before another one.
      for (Edge edge : forced) {
        learn(edge.after(), edge.before());
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
        force(read, write, Reason.INITIAL, NONE);
      } else if (!isBefore(write, source)) {
        force(write, source, Reason.PASSED, read);
      }
    }
  }

  private void readersBefore(int write) {
    int key = registers.key[write];
    for (int reader : registers.initialReaders[key]) {
      if (reader != write && !isBefore(reader, write)) {
        force(reader, write, Reason.INITIAL, NONE);
      }
    }
    for (int p = 0; p < processes; p++) {
      int older = lastWrite(p, key, countBefore(write, p));
      if (older == NONE) {
        continue;
      }
      for (int reader : registers.readers[older]) {
        if (reader != write && !isBefore(reader, write)) {
          force(reader, write, Reason.REPLACED, older);
        }
      }
    }
  }

  private void force(int before, int after, Reason reason, int by) {
    forced.add(new Edge(before, after, reason, by, forced.size()));
    learn(after, before);
    changed = true;
  }

  /** A shortest way from an operation back to itself. */
  private List<Edge> cycle(int start) {
    List<Edge> cycle = way(start, start, forced.size());
    if (cycle.isEmpty()) {
      throw new IllegalStateException("a cycle that its edges do not show");
    }
    return cycle;
  }

  /**
   * From what a derived step follows, in the order of the way: that one of its two operations, or
   * by whichever step, came before the other. Empty if the history shows that by itself.
   */
  List<Edge> premise(Edge edge) {
    return switch (edge.reason()) {
      case PASSED -> premise(edge.before(), edge.by(), edge.number());
      case REPLACED -> premise(edge.by(), edge.after(), edge.number());
      case PROCESS, SAW, INITIAL -> List.of();
    };
  }

  private List<Edge> premise(int before, int after, int known) {
    List<Edge> given = way(before, after, 0);
    return given.isEmpty() ? way(before, after, known) : given;
  }

  /** A shortest way by what was given and the first so many derived steps; empty if none is. */
  private List<Edge> way(int start, int end, int known) {
    edges = edges == null ? edges() : edges;
    Edge[] reachedBy = new Edge[registers.size()];
    Deque<Integer> work = new ArrayDeque<>(List.of(start));
    while (!work.isEmpty()) {
      for (Edge edge : edges.get(work.poll())) {
        if (edge.number() >= known || reachedBy[edge.after()] != null) {
          continue;
        }
        reachedBy[edge.after()] = edge;
        if (edge.after() == end) {
          List<Edge> way = new ArrayList<>(List.of(edge));
          while (way.getFirst().before() != start) {
            way.addFirst(reachedBy[way.getFirst().before()]);
          }
          return way;
        }
        work.add(edge.after());
      }
    }
    return List.of();
  }

  /** By operation: all steps from it, once saturation has ended. */
  private List<List<Edge>> edges() {
    List<List<Edge>> from = new ArrayList<>();
    for (int i = 0; i < registers.size(); i++) {
      from.add(new ArrayList<>(2));
    }
    for (int[] chain : registers.byProcess) {
      for (int i = 1; i < chain.length; i++) {
        from.get(chain[i - 1]).add(Edge.given(chain[i - 1], chain[i], Reason.PROCESS));
      }
    }
    for (int i = 0; i < registers.size(); i++) {
      int source = registers.source[i];
      if (source != NONE) {
        from.get(source).add(Edge.given(source, i, Reason.SAW));
      }
    }
    forced.forEach(edge -> from.get(edge.before()).add(edge));
    return from;
  }
}
