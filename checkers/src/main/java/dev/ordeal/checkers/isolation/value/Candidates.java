package dev.ordeal.checkers.isolation.value;

import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may have written what transactions read, where values were written more than once.
 *
 * <p>Each write gets a name of its own. A read whose value has one possible writer takes that
 * one's; the others are <em>open</em>, and each choice of names for them is a history of unique
 * values, which {@link #with} gives. Whose write of the value failed, or was overwritten by its own
 * transaction, or is the reader's own later one, is a candidate only where there is nobody else:
 * choosing it breaks read-committed. The reader's own earlier one is a candidate like others.
 */
final class Candidates {
  /** More candidates than this, nearest in time, are not looked at. */
  static final int MOST = 16;

  private static final int IGNORED = -1;

  /** Reads of one value by a transaction, and the names of whatever they may have seen. */
  record Open(int transaction, int[] positions, long[] names) {}

  private record Place(int key, long cell) {}

  private record Write(int transaction, int position) {}

  private final Transactions transactions;
  private final MicroOps ops;

  /** By half of the position: the name; of open reads it is not set. */
  private final long[] names;

  /** By name: the cell that it stands for. */
  private long[] originals = new long[64];

  private int named;

  private final Map<Place, List<Write>> writes = new HashMap<>();
  private final Map<Place, Long> strangers = new HashMap<>();
  private final List<Open> open = new ArrayList<>();
  private boolean isComplete = true;

  Candidates(Transactions transactions) {
    this.transactions = transactions;
    ops = transactions.ops;
    int last = 0;
    for (int t = 0; t < transactions.size(); t++) {
      last = Math.max(last, transactions.stop(t));
    }
    names = new long[last / MicroOps.WIDTH + 1];
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        if (ops.kind(at) == MicroOps.Kind.WRITE) {
          names[at / MicroOps.WIDTH] = name(ops.cell(at));
          writes
              .computeIfAbsent(new Place(ops.key(at), ops.cell(at)), p -> new ArrayList<>())
              .add(new Write(t, at));
        }
      }
    }
    for (int t = 0; t < transactions.size(); t++) {
      if (transactions.isOk(t)) {
        read(t);
      }
    }
  }

  /** The reads with more than one possible writer, by the order of their transactions. */
  List<Open> open() {
    return open;
  }

  /** A choice for {@link #with} that ignores all open reads. */
  int[] ignoringAll() {
    int[] ignored = new int[open.size()];
    Arrays.fill(ignored, IGNORED);
    return ignored;
  }

  /** The choice that these have in common with one of others, of more reads; else the first. */
  int[] alike(Candidates others, int[] choice) {
    Map<Integer, Integer> chosen = new HashMap<>();
    for (int i = 0; i < choice.length; i++) {
      chosen.put(others.open.get(i).positions()[0], choice[i]);
    }
    return open.stream()
        .mapToInt(
            read -> {
              int name = chosen.getOrDefault(read.positions()[0], 0);
              return name < read.names().length ? name : 0;
            })
        .toArray();
  }

  /** Whether every possible writer is among the candidates. */
  boolean isComplete() {
    return isComplete;
  }

  /**
   * Whether a transaction read a value of several possible writers twice in a row. Two writers
   * would then explain more to monotonic atomic view and its form with sessions, for which the
   * choices are not all.
   */
  boolean repeatsReads() {
    return open.stream().anyMatch(read -> read.positions().length > 1);
  }

  /** The cell that a name stands for. */
  long original(long name) {
    return name == CellPool.NIL ? name : originals[(int) CellPool.number(name)];
  }

  /**
   * The transactions with a writer for each open read.
   *
   * @param chosen by open read the place of its name, or that it is to be ignored
   */
  Transactions with(int[] chosen) {
    long[] all = names.clone();
    boolean[] silent = new boolean[all.length];
    for (int i = 0; i < chosen.length; i++) {
      for (int at : open.get(i).positions()) {
        if (chosen[i] == IGNORED) {
          silent[at / MicroOps.WIDTH] = true;
        } else {
          all[at / MicroOps.WIDTH] = open.get(i).names()[chosen[i]];
        }
      }
    }
    return transactions.named(
        new Transactions.Naming() {
          @Override
          public long cell(int position) {
            return all[position / MicroOps.WIDTH];
          }

          @Override
          public boolean isSilent(int position) {
            return silent[position / MicroOps.WIDTH] || transactions.isSilent(position);
          }

          @Override
          public long original(long name) {
            return Candidates.this.original(name);
          }
        });
  }

  private long name(long cell) {
    if (named == originals.length) {
      originals = Arrays.copyOf(originals, named * 2);
    }
    originals[named] = cell;
    return CellPool.cellOf(named++);
  }

  /**
   * Names what a transaction read. Reads of the same value in a row, if its transaction did not
   * write in between, are of one writer: a second one would not explain more, see {@link
   * #repeatsReads} for the exception.
   */
  private void read(int t) {
    Map<Integer, Integer> known = new HashMap<>();
    Map<Integer, List<Integer>> latest = new HashMap<>();
    List<List<Integer>> groups = new ArrayList<>();
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      int key = ops.key(at);
      transactions.requireOneValue(t, at);
      if (transactions.isSilent(at)) {
        continue;
      }
      Integer before = known.put(key, at);
      if (ops.kind(at) == MicroOps.Kind.WRITE) {
        latest.remove(key);
      } else if (before != null && ops.cell(at) == ops.cell(before)) {
        if (latest.containsKey(key)) {
          latest.get(key).add(at);
        } else {
          names[at / MicroOps.WIDTH] = names[before / MicroOps.WIDTH];
        }
      } else {
        List<Integer> group = new ArrayList<>(List.of(at));
        latest.put(key, group);
        groups.add(group);
      }
    }
    groups.forEach(positions -> choose(t, positions));
  }

  private long stranger(int key, long cell) {
    return strangers.computeIfAbsent(new Place(key, cell), p -> name(cell));
  }

  private void choose(int t, List<Integer> positions) {
    int key = ops.key(positions.getFirst());
    long cell = ops.cell(positions.getFirst());
    List<Long> possible = candidates(t, positions.getFirst());
    if (possible.isEmpty()) {
      possible = List.of(cell == CellPool.NIL ? CellPool.NIL : stranger(key, cell));
    }
    if (possible.size() == 1) {
      for (int at : positions) {
        names[at / MicroOps.WIDTH] = possible.getFirst();
      }
      return;
    }
    open.add(
        new Open(
            t,
            positions.stream().mapToInt(at -> at).toArray(),
            possible.stream().mapToLong(name -> name).toArray()));
  }

  private List<Long> candidates(int t, int position) {
    int key = ops.key(position);
    long cell = ops.cell(position);
    List<Write> all = writes.getOrDefault(new Place(key, cell), List.of());
    List<Write> likely =
        all.stream()
            .filter(w -> w.transaction() == t ? w.position() < position : isLasting(w))
            .toList();
    boolean canBeInitial = cell == CellPool.NIL;
    if (likely.isEmpty() && !canBeInitial) {
      // Each of them breaks read-committed, so one will do: an own later one only if there is no
      // other, for no level allows a read of that.
      likely =
          all.stream().sorted(Comparator.comparing(w -> w.transaction() == t)).limit(1).toList();
    }
    List<Write> nearest =
        likely.stream()
            .sorted(Comparator.comparingInt(w -> distance(t, w.transaction())))
            .limit(MOST)
            .toList();
    isComplete &= nearest.size() == likely.size();
    List<Long> possible = new ArrayList<>();
    nearest.forEach(w -> possible.add(names[w.position() / MicroOps.WIDTH]));
    if (canBeInitial) {
      possible.add(CellPool.NIL);
    }
    return possible;
  }

  /** Whether a write did not fail and is the last of its transaction to the key. */
  private boolean isLasting(Write write) {
    if (transactions.isFail(write.transaction())) {
      return false;
    }
    int key = ops.key(write.position());
    for (int at = write.position() + MicroOps.WIDTH;
        at < transactions.stop(write.transaction());
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.WRITE && ops.key(at) == key) {
        return false;
      }
    }
    return true;
  }

  /** How far apart in time a reader and a writer are; who came later is last. */
  private int distance(int reader, int writer) {
    int behind = transactions.start(writer) - transactions.end(reader);
    return behind > 0
        ? Integer.MAX_VALUE / 2 + behind / 2
        : Math.abs(transactions.start(reader) - transactions.start(writer));
  }
}
