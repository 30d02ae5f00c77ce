package dev.ordeal.checkers.isolation;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides levels by trying everything: each order of arbitration, each set of transactions that
 * each transaction may have seen (Cerone, Bernardi and Gotsman, 2015), and each choice of which
 * transactions of unknown end have happened.
 */
final class VisibilityOracle {
  static final Set<Level> LEVELS =
      EnumSet.of(
          Level.READ_ATOMIC,
          Level.CAUSAL_CERONE,
          Level.PARALLEL_SNAPSHOT_ISOLATION,
          Level.PREFIX,
          Level.SNAPSHOT_ISOLATION,
          Level.SERIALIZABLE,
          Level.STRONG_SESSION_SNAPSHOT_ISOLATION,
          Level.STRONG_SESSION_SERIALIZABLE,
          Level.STRONG_SNAPSHOT_ISOLATION,
          Level.STRICT_SERIALIZABLE);

  private final List<Operation> all = new ArrayList<>();
  private final Set<Level> kept = EnumSet.noneOf(Level.class);
  private final String type;
  private final boolean lists;

  /** The transactions of this try, what each wrote by key, and what must come before each. */
  private List<Operation> some;

  private List<Map<Value, List<Value>>> writes;
  private int[] session;
  private int[] realtime;
  private int[][] rivals;

  private VisibilityOracle(History history, String type) {
    this.type = type;
    this.lists = type.equals("list-append");
    for (Operation op : history.operations()) {
      if (!op.isFail()) {
        all.add(op);
      }
    }
  }

  static Set<Level> kept(History history, String type) {
    VisibilityOracle oracle = new VisibilityOracle(history, type);
    oracle.choose(0, new ArrayList<>());
    return oracle.kept;
  }

  private void choose(int at, List<Operation> chosen) {
    if (at == all.size()) {
      some = List.copyOf(chosen);
      prepare();
      arbitrate(0, new int[some.size()]);
      return;
    }
    chosen.add(all.get(at));
    choose(at + 1, chosen);
    chosen.removeLast();
    if (all.get(at).isInfo()) {
      choose(at + 1, chosen);
    }
  }

  private void prepare() {
    int n = some.size();
    writes = new ArrayList<>();
    session = new int[n];
    realtime = new int[n];
    rivals = new int[n][1];
    for (Operation op : some) {
      Map<Value, List<Value>> written = new HashMap<>();
      for (Value micro : ops(op)) {
        if (!isRead(micro)) {
          written.computeIfAbsent(key(micro), k -> new ArrayList<>()).add(micro.asList().get(2));
        }
      }
      writes.add(written);
    }
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        if (a != b && some.get(a).end() < some.get(b).start()) {
          realtime[b] |= 1 << a;
          session[b] |= some.get(a).process() == some.get(b).process() ? 1 << a : 0;
        }
        if (a != b
            && !commutes()
            && writes.get(a).keySet().stream().anyMatch(writes.get(b)::containsKey)) {
          rivals[b][0] |= 1 << a;
        }
      }
    }
  }

  private static List<Value> ops(Operation op) {
    return (op.isOk() ? op.result() : op.argument()).asList();
  }

  private static boolean isRead(Value micro) {
    return micro.asList().getFirst().asText().equals("r");
  }

  private static Value key(Value micro) {
    return micro.asList().get(1);
  }

  /** Tries all orders. */
  private void arbitrate(int used, int[] order) {
    int place = Integer.bitCount(used);
    if (place == order.length) {
      judge(order);
      return;
    }
    for (int t = 0; t < order.length; t++) {
      if ((used & (1 << t)) == 0) {
        order[place] = t;
        arbitrate(used | (1 << t), order);
      }
    }
  }

  private void judge(int[] order) {
    List<List<Integer>> masks = new ArrayList<>();
    int before = 0;
    for (int t : order) {
      List<Integer> fitting = new ArrayList<>();
      for (int mask = before; ; mask = (mask - 1) & before) {
        if (explains(t, mask, order)) {
          fitting.add(mask);
        }
        if (mask == 0) {
          break;
        }
      }
      masks.add(fitting);
      before |= 1 << t;
    }
    for (Level level : LEVELS) {
      if (!kept.contains(level) && fits(level, order, masks, 0, new int[order.length])) {
        kept.add(level);
      }
    }
  }

  /** Whether a transaction reads what it does if it has seen some others. */
  private boolean explains(int t, int mask, int[] order) {
    if (!some.get(t).isOk()) {
      return true;
    }
    Map<Value, List<Value>> own = new HashMap<>();
    for (Value micro : ops(some.get(t))) {
      Value key = key(micro);
      Value value = micro.asList().get(2);
      if (!isRead(micro)) {
        own.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
        continue;
      }
      List<Value> state = new ArrayList<>();
      boolean gap = false;
      for (int other : order) {
        if (lists && other == t && gap && own.containsKey(key)) {
          // Nor can its own elements stand before others that are already there.
          return false;
        }
        List<Value> written = writes.get(other).getOrDefault(key, List.of());
        if ((mask & (1 << other)) == 0) {
          gap |= other != t && !written.isEmpty();
        } else if (lists && gap && !written.isEmpty()) {
          // A list has one order of versions, and each read returns one of them.
          return false;
        } else {
          state.addAll(written);
        }
      }
      state.addAll(own.getOrDefault(key, List.of()));
      if (!shows(state, value)) {
        return false;
      }
    }
    return true;
  }

  /** Whether additions are in no order, so that none of them conflict. */
  private boolean commutes() {
    return type.equals("set-add") || type.equals("counter");
  }

  private boolean shows(List<Value> state, Value read) {
    return switch (type) {
      case "list-append" -> read.equals(new Value.Seq(state));
      case "set-add" ->
          read.asList().size() == state.size()
              && Set.copyOf(state).equals(new HashSet<>(read.asList()));
      case "counter" -> read.asLong() == state.stream().mapToLong(Value::asLong).sum();
      default -> read.equals(state.isEmpty() ? Value.NIL : state.getLast());
    };
  }

  private boolean fits(
      Level level, int[] order, List<List<Integer>> masks, int place, int[] chosen) {
    if (place == order.length) {
      return true;
    }
    int t = order[place];
    int before = 0;
    for (int i = 0; i < place; i++) {
      before |= 1 << order[i];
    }
    for (int mask : masks.get(place)) {
      chosen[t] = mask;
      if (allows(level, order, place, before, mask, chosen)
          && fits(level, order, masks, place + 1, chosen)) {
        return true;
      }
    }
    return false;
  }

  private boolean allows(Level level, int[] order, int place, int before, int mask, int[] chosen) {
    int t = order[place];
    int needed =
        switch (level) {
          case STRONG_SESSION_SNAPSHOT_ISOLATION, STRONG_SESSION_SERIALIZABLE -> session[t];
          case STRONG_SNAPSHOT_ISOLATION, STRICT_SERIALIZABLE -> realtime[t];
          default -> 0;
        };
    // Who must be seen must also come before.
    if ((needed & ~mask) != 0) {
      return false;
    }
    boolean conflicts = (before & rivals[t][0] & ~mask) != 0;
    return switch (level) {
      case READ_ATOMIC -> true;
      case CAUSAL_CERONE -> isTransitive(order, place, mask, chosen);
      case PARALLEL_SNAPSHOT_ISOLATION -> !conflicts && isTransitive(order, place, mask, chosen);
      case PREFIX -> isPrefix(order, place, mask);
      case SNAPSHOT_ISOLATION, STRONG_SESSION_SNAPSHOT_ISOLATION, STRONG_SNAPSHOT_ISOLATION ->
          !conflicts && isPrefix(order, place, mask);
      default -> mask == before;
    };
  }

  private static boolean isTransitive(int[] order, int place, int mask, int[] chosen) {
    for (int i = 0; i < place; i++) {
      if ((mask & (1 << order[i])) != 0 && (chosen[order[i]] & ~mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrefix(int[] order, int place, int mask) {
    int prefix = 0;
    for (int i = 0; i <= place; i++) {
      if (prefix == mask) {
        return true;
      }
      prefix |= 1 << order[i];
    }
    return false;
  }
}
