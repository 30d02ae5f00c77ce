package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides Adya's levels by trying everything: which transactions of unknown end have committed,
 * whose write each read saw, and each order of versions. What is left are the phenomena themselves:
 * G1a, G1b, and cycles of direct dependencies (Adya, 1999). Monotonic atomic view (Bailis et al.,
 * 2014): who has seen a transaction sees all of it in what it reads later.
 *
 * <p>Every read counts, at the position where it stands. One behind a write of its own transaction
 * to the same object shows that (Adya, Liskov and O'Neil, 2000, section 4.2).
 */
final class PhenomenaOracle {
  static final Set<ConsistencyModel> LEVELS =
      EnumSet.of(
          ConsistencyModel.READ_COMMITTED,
          ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
          ConsistencyModel.CONSISTENT_VIEW,
          ConsistencyModel.REPEATABLE_READ);

  private static final int INITIAL = -1;
  private static final int WW = 0;
  private static final int WR = 1;
  private static final int RW = 2;

  private record Micro(boolean isRead, Value key, Value value) {}

  /** A read of what others wrote: the last writer, and for sets and lists all of them. */
  private record Seen(int reader, Value key, int writer, List<Integer> all) {}

  private final String type;
  private final List<Operation> operations;
  private final List<List<Micro>> micros = new ArrayList<>();
  private final Set<ConsistencyModel> kept = EnumSet.noneOf(ConsistencyModel.class);
  private boolean[] committed;
  private List<Seen> seen;

  private PhenomenaOracle(History history, String type) {
    this.type = type;
    operations = history.operations();
    for (Operation op : operations) {
      List<Micro> micro = new ArrayList<>();
      for (Value one : (op.isOk() ? op.result() : op.argument()).asList()) {
        List<Value> parts = one.asList();
        micro.add(new Micro(parts.get(0).asText().equals("r"), parts.get(1), parts.get(2)));
      }
      micros.add(micro);
    }
  }

  static Set<ConsistencyModel> kept(History history, String type) {
    PhenomenaOracle oracle = new PhenomenaOracle(history, type);
    oracle.committed = new boolean[oracle.operations.size()];
    oracle.commit(0);
    return oracle.kept;
  }

  private void commit(int t) {
    if (t == committed.length) {
      seen = new ArrayList<>();
      read(0, 0);
      return;
    }
    Operation op = operations.get(t);
    committed[t] = !op.isFail();
    commit(t + 1);
    if (!op.isOk() && !op.isFail()) {
      committed[t] = false;
      commit(t + 1);
    }
  }

  /** Goes through all reads, and through all explanations of each. */
  private void read(int t, int at) {
    if (t == operations.size()) {
      order(new ArrayList<>(keys()), 0, new HashMap<>());
      return;
    }
    if (!operations.get(t).isOk() || at == micros.get(t).size()) {
      read(t + 1, 0);
      return;
    }
    Micro micro = micros.get(t).get(at);
    if (!micro.isRead()) {
      read(t, at + 1);
    } else if (!showsOwn(micro, micros.get(t).subList(0, at))) {
      return;
    } else if (type.startsWith("rw")) {
      readRegister(t, at, micro);
    } else {
      readMany(t, at, micro);
    }
  }

  private boolean showsOwn(Micro read, List<Micro> before) {
    List<Value> own = before.stream().filter(m -> writes(m, read.key())).map(Micro::value).toList();
    if (own.isEmpty()) {
      return true;
    }
    if (type.startsWith("rw")) {
      return own.getLast().equals(read.value());
    }
    List<Value> shown = read.value().isNil() ? List.of() : read.value().asList();
    return type.equals("set-add")
        ? shown.containsAll(own)
        : shown.size() >= own.size()
            && shown.subList(shown.size() - own.size(), shown.size()).equals(own);
  }

  private void readRegister(int t, int at, Micro micro) {
    if (micro.value().isNil()) {
      explain(t, at, INITIAL, List.of());
    }
    boolean isOwn = false;
    for (int writer = 0; writer < operations.size(); writer++) {
      List<Micro> theirs = micros.get(writer);
      for (int i = 0; i < theirs.size(); i++) {
        if (!writes(theirs.get(i), micro.key()) || !theirs.get(i).value().equals(micro.value())) {
          continue;
        }
        boolean isLast = lastWrite(writer, micro.key()) == i;
        if (writer == t && i < at && !isOwn) {
          isOwn = true;
          read(t, at + 1);
        } else if (writer != t && committed[writer] && isLast) {
          explain(t, at, writer, List.of(writer));
        }
      }
    }
  }

  private void readMany(int t, int at, Micro micro) {
    List<Integer> all = new ArrayList<>();
    List<Value> elements = micro.value().isNil() ? List.of() : micro.value().asList();
    int last = INITIAL;
    for (Value element : elements) {
      int writer = writer(micro.key(), element);
      boolean isRight =
          writer >= 0
              && (writer == t
                  ? micros.get(t).subList(0, at).stream().anyMatch(m -> isWrite(m, micro, element))
                  : committed[writer]);
      if (!isRight || elements.stream().filter(element::equals).count() > 1) {
        return;
      }
      if (writer != t) {
        all.add(writer);
        last = writer;
      }
    }
    boolean isSet = type.equals("set-add");
    for (int writer : all) {
      boolean isWhole =
          micros.get(writer).stream()
              .filter(m -> writes(m, micro.key()))
              .allMatch(m -> elements.contains(m.value()));
      if (!isWhole && (isSet || writer == last)) {
        return;
      }
    }
    explain(t, at, last, all);
  }

  private void explain(int t, int at, int writer, List<Integer> all) {
    seen.add(new Seen(t, micros.get(t).get(at).key(), writer, all));
    read(t, at + 1);
    seen.removeLast();
  }

  private static boolean writes(Micro micro, Value key) {
    return !micro.isRead() && micro.key().equals(key);
  }

  private static boolean isWrite(Micro micro, Micro read, Value element) {
    return writes(micro, read.key()) && micro.value().equals(element);
  }

  private int writer(Value key, Value element) {
    for (int t = 0; t < operations.size(); t++) {
      if (micros.get(t).stream().anyMatch(m -> writes(m, key) && m.value().equals(element))) {
        return t;
      }
    }
    return INITIAL;
  }

  private int lastWrite(int t, Value key) {
    int last = INITIAL;
    for (int i = 0; i < micros.get(t).size(); i++) {
      last = writes(micros.get(t).get(i), key) ? i : last;
    }
    return last;
  }

  private Set<Value> keys() {
    Set<Value> keys = new LinkedHashSet<>();
    micros.forEach(all -> all.forEach(micro -> keys.add(micro.key())));
    return keys;
  }

  /** Tries each order of each key's versions. */
  private void order(List<Value> keys, int at, Map<Value, List<Integer>> orders) {
    if (kept.containsAll(LEVELS)) {
      return;
    }
    if (at == keys.size()) {
      judge(orders);
      return;
    }
    List<Integer> writers = new ArrayList<>();
    for (int t = 0; t < operations.size(); t++) {
      if (committed[t] && lastWrite(t, keys.get(at)) >= 0) {
        writers.add(t);
      }
    }
    permute(
        writers,
        0,
        () -> {
          orders.put(keys.get(at), new ArrayList<>(writers));
          if (!type.equals("list-append") || fits(keys.get(at), writers)) {
            order(keys, at + 1, orders);
          }
        },
        type.equals("set-add"));
  }

  private static void permute(List<Integer> all, int from, Runnable done, boolean onlyOnce) {
    if (onlyOnce || from >= all.size() - 1) {
      done.run();
      return;
    }
    for (int i = from; i < all.size(); i++) {
      Collections.swap(all, from, i);
      permute(all, from + 1, done, false);
      Collections.swap(all, from, i);
    }
  }

  /** Whether all that was read of a list is a beginning of it in some order of its writers. */
  private boolean fits(Value key, List<Integer> writers) {
    List<Value> whole = new ArrayList<>();
    for (int writer : writers) {
      micros.get(writer).stream()
          .filter(m -> writes(m, key))
          .forEach(micro -> whole.add(micro.value()));
    }
    for (int t = 0; t < operations.size(); t++) {
      for (Micro micro : micros.get(t)) {
        if (operations.get(t).isOk() && micro.isRead() && micro.key().equals(key)) {
          List<Value> part = micro.value().asList();
          if (part.size() > whole.size() || !whole.subList(0, part.size()).equals(part)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  // The graph, by the types of its edges.

  private void judge(Map<Value, List<Integer>> orders) {
    int n = operations.size();
    boolean[][][] edge = new boolean[3][n][n];
    if (!type.equals("set-add")) {
      orders.values().forEach(order -> chain(order, edge[WW]));
    }
    for (Seen one : seen) {
      one.all().forEach(writer -> edge[WR][writer][one.reader()] = true);
      List<Integer> order = orders.get(one.key());
      for (int i = order.indexOf(one.writer()) + 1; i < order.size(); i++) {
        int next = order.get(i);
        if (!type.equals("set-add")) {
          edge[RW][one.reader()][next] |= next != one.reader();
          break;
        }
      }
      for (int writer : order) {
        if (type.equals("set-add") && !one.all().contains(writer)) {
          edge[RW][one.reader()][writer] |= writer != one.reader();
        }
      }
    }
    boolean[][] depends = closure(edge[WW], edge[WR]);
    boolean[][] all = closure(edge[WW], edge[WR], edge[RW]);
    boolean committedReads = true;
    boolean serial = true;
    boolean single = false;
    for (int a = 0; a < n; a++) {
      committedReads &= !depends[a][a];
      serial &= !all[a][a];
      for (int b = 0; b < n; b++) {
        single |= edge[RW][a][b] && depends[b][a];
      }
    }
    note(ConsistencyModel.READ_COMMITTED, committedReads);
    note(ConsistencyModel.MONOTONIC_ATOMIC_VIEW, committedReads && isMonotonic(orders));
    note(ConsistencyModel.CONSISTENT_VIEW, committedReads && !single);
    note(ConsistencyModel.REPEATABLE_READ, serial);
  }

  private void note(ConsistencyModel level, boolean isKept) {
    if (isKept) {
      kept.add(level);
    }
  }

  private boolean isMonotonic(Map<Value, List<Integer>> orders) {
    for (int i = 0; i < seen.size(); i++) {
      for (int j = i + 1; j < seen.size(); j++) {
        Seen later = seen.get(j);
        List<Integer> order = orders.get(later.key());
        for (int writer : seen.get(i).all()) {
          if (seen.get(i).reader() != later.reader() || !order.contains(writer)) {
            continue;
          }
          boolean isThere =
              type.equals("set-add")
                  ? later.all().contains(writer)
                  : order.indexOf(writer) <= order.indexOf(later.writer());
          if (!isThere) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static void chain(List<Integer> order, boolean[][] edges) {
    for (int i = 1; i < order.size(); i++) {
      edges[order.get(i - 1)][order.get(i)] = true;
    }
  }

  private static boolean[][] closure(boolean[][]... edges) {
    int n = edges[0].length;
    boolean[][] reach = new boolean[n][n];
    for (boolean[][] some : edges) {
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          reach[a][b] |= some[a][b];
        }
      }
    }
    for (int via = 0; via < n; via++) {
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          reach[a][b] |= reach[a][via] && reach[via][b];
        }
      }
    }
    return reach;
  }
}
