package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides levels by trying everything: each order of arbitration, each set of transactions that
 * each transaction may have seen (Cerone, Bernardi and Gotsman, 2015), and each choice of which
 * transactions of unknown end have happened.
 *
 * <p>An order is made from its beginning on, and given up where somebody in it reads what nothing
 * before explains, or no level is left that is not known to hold.
 */
final class VisibilityOracle {
  static final Set<ConsistencyModel> LEVELS =
      EnumSet.of(
          ConsistencyModel.READ_ATOMIC,
          ConsistencyModel.UPDATE_ATOMIC,
          ConsistencyModel.CAUSAL_CERONE,
          ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION,
          ConsistencyModel.PREFIX,
          ConsistencyModel.SNAPSHOT_ISOLATION,
          ConsistencyModel.SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRICT_SERIALIZABLE);

  /** What others must have been seen to have seen is a matter of all choices together. */
  private static final Set<ConsistencyModel> OF_ALL_CHOICES =
      EnumSet.of(ConsistencyModel.CAUSAL_CERONE, ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION);

  /**
   * A read: what its transaction itself had written to the key by then, and what it returned, in
   * numbers.
   */
  private record Look(int key, int[] own, int[] seen) {}

  /**
   * A transaction that may have happened.
   *
   * @param written by key, in the order of writing
   */
  private record Txn(Operation operation, int[][] written, List<Look> looks) {}

  private final String type;
  private final boolean lists;
  private final List<Txn> all = new ArrayList<>();
  private final Map<Value, Integer> keys = new HashMap<>();
  private final Map<Value, Integer> numbers = new HashMap<>();
  private final Set<ConsistencyModel> kept = EnumSet.noneOf(ConsistencyModel.class);

  /** What is read now, before it is compared. */
  private final int[] state = new int[64];

  // The transactions of this choice, and by each the others that ended before it began, in its
  // session or anywhere, and those that write what it writes.
  private Txn[] some;
  private int[] session;
  private int[] realtime;
  private int[] rivals;

  // The order so far; by place the sets that explain what is read there; by transaction the chosen.
  private int[] order;
  private int[][] fitting;
  private int[] chosen;

  private VisibilityOracle(History history, String type) {
    this.type = type;
    this.lists = type.equals("list-append");
    List<Operation> happened = history.operations().stream().filter(op -> !op.isFail()).toList();
    for (Operation op : happened) {
      for (Value micro : steps(op)) {
        keys.putIfAbsent(key(micro), keys.size());
      }
    }
    happened.forEach(op -> all.add(coded(op)));
  }

  static Set<ConsistencyModel> kept(History history, String type) {
    VisibilityOracle oracle = new VisibilityOracle(history, type);
    oracle.choose(0, new ArrayList<>());
    return oracle.kept;
  }

  // What was done, in numbers.

  private static List<Value> steps(Operation op) {
    return (op.isOk() ? op.result() : op.argument()).asList();
  }

  private static Value key(Value micro) {
    return micro.asList().get(1);
  }

  private Txn coded(Operation op) {
    int[][] written = new int[keys.size()][0];
    List<Look> looks = new ArrayList<>();
    for (Value micro : steps(op)) {
      int key = keys.get(key(micro));
      Value value = micro.asList().get(2);
      if (!micro.asList().getFirst().asText().equals("r")) {
        written[key] = Arrays.copyOf(written[key], written[key].length + 1);
        written[key][written[key].length - 1] = number(value);
      } else if (op.isOk()) {
        looks.add(new Look(key, written[key], seen(value)));
      }
    }
    return new Txn(op, written, looks);
  }

  private int[] seen(Value value) {
    return switch (type) {
      case "list-append" -> value.asList().stream().mapToInt(this::number).toArray();
      case "set-add" -> value.asList().stream().mapToInt(this::number).sorted().toArray();
      default -> new int[] {number(value)};
    };
  }

  /** Counters are added up; other values are only compared. Nil is 0. */
  private int number(Value value) {
    return type.equals("counter")
        ? (int) value.asLong()
        : value.isNil() ? 0 : numbers.computeIfAbsent(value, v -> numbers.size() + 1);
  }

  // Which transactions have happened.

  private void choose(int at, List<Txn> happened) {
    if (at == all.size()) {
      some = happened.toArray(new Txn[0]);
      prepare();
      extend(0, 0, EnumSet.copyOf(LEVELS));
      return;
    }
    happened.add(all.get(at));
    choose(at + 1, happened);
    happened.removeLast();
    if (all.get(at).operation().isInfo()) {
      choose(at + 1, happened);
    }
  }

  private void prepare() {
    int n = some.length;
    session = new int[n];
    realtime = new int[n];
    rivals = new int[n];
    order = new int[n];
    fitting = new int[n][];
    chosen = new int[n];
    boolean commutes = type.equals("set-add") || type.equals("counter");
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        Operation first = some[a].operation();
        Operation second = some[b].operation();
        if (a != b && first.end() < second.start()) {
          realtime[b] |= 1 << a;
          session[b] |= first.process() == second.process() ? 1 << a : 0;
        }
        if (a != b && !commutes && bothWrite(some[a], some[b])) {
          rivals[b] |= 1 << a;
        }
      }
    }
  }

  private static boolean bothWrite(Txn a, Txn b) {
    for (int key = 0; key < a.written().length; key++) {
      if (a.written()[key].length > 0 && b.written()[key].length > 0) {
        return true;
      }
    }
    return false;
  }

  // In which order, and who saw whom.

  private void extend(int place, int before, Set<ConsistencyModel> alive) {
    if (place == order.length) {
      for (ConsistencyModel level : alive) {
        if (!OF_ALL_CHOICES.contains(level) || fits(level, 0, 0)) {
          kept.add(level);
        }
      }
      return;
    }
    for (int t = 0; t < order.length; t++) {
      if ((before & 1 << t) != 0) {
        continue;
      }
      order[place] = t;
      fitting[place] = explanations(place, before);
      Set<ConsistencyModel> left = EnumSet.copyOf(alive);
      left.removeAll(kept);
      left.removeIf(level -> !isPossible(level, place, before));
      if (!left.isEmpty()) {
        extend(place + 1, before | 1 << t, left);
      }
    }
  }

  /** Whether a level allows one of the explanations, as far as that is a matter of one choice. */
  private boolean isPossible(ConsistencyModel level, int place, int before) {
    for (int mask : fitting[place]) {
      if (OF_ALL_CHOICES.contains(level) || allows(level, place, before, mask)) {
        return true;
      }
    }
    return false;
  }

  /** The sets of those before that a transaction may have seen, by what it read. */
  private int[] explanations(int place, int before) {
    int[] masks = new int[1 << place];
    int count = 0;
    for (int mask = before; ; mask = (mask - 1) & before) {
      if (explains(place, mask)) {
        masks[count++] = mask;
      }
      if (mask == 0) {
        return Arrays.copyOf(masks, count);
      }
    }
  }

  private boolean explains(int place, int mask) {
    for (Look look : some[order[place]].looks()) {
      int size = 0;
      boolean gap = false;
      for (int i = 0; i < place; i++) {
        int[] written = some[order[i]].written()[look.key()];
        if ((mask & 1 << order[i]) == 0) {
          gap |= written.length > 0;
        } else if (lists && gap && written.length > 0) {
          // A list has one order of versions, and each read returns one of them.
          return false;
        } else {
          System.arraycopy(written, 0, state, size, written.length);
          size += written.length;
        }
      }
      if (lists && gap && look.own().length > 0) {
        // Nor can its own elements stand before others that are already there.
        return false;
      }
      System.arraycopy(look.own(), 0, state, size, look.own().length);
      if (!shows(size + look.own().length, look.seen())) {
        return false;
      }
    }
    return true;
  }

  private boolean shows(int size, int[] seen) {
    return switch (type) {
      case "list-append" -> Arrays.equals(state, 0, size, seen, 0, seen.length);
      case "set-add" -> {
        Arrays.sort(state, 0, size);
        yield Arrays.equals(state, 0, size, seen, 0, seen.length);
      }
      case "counter" -> seen[0] == Arrays.stream(state, 0, size).sum();
      default -> seen[0] == (size == 0 ? 0 : state[size - 1]);
    };
  }

  private boolean fits(ConsistencyModel level, int place, int before) {
    if (place == order.length) {
      return true;
    }
    int t = order[place];
    for (int mask : fitting[place]) {
      chosen[t] = mask;
      if (allows(level, place, before, mask) && fits(level, place + 1, before | 1 << t)) {
        return true;
      }
    }
    return false;
  }

  private boolean allows(ConsistencyModel level, int place, int before, int mask) {
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
    boolean conflicts = (before & rivals[t] & ~mask) != 0;
    return switch (level) {
      case READ_ATOMIC -> true;
      case UPDATE_ATOMIC -> !conflicts;
      case CAUSAL_CERONE -> isTransitive(place, mask);
      case PARALLEL_SNAPSHOT_ISOLATION -> !conflicts && isTransitive(place, mask);
      case PREFIX -> isPrefix(place, mask);
      case SNAPSHOT_ISOLATION, STRONG_SESSION_SNAPSHOT_ISOLATION, STRONG_SNAPSHOT_ISOLATION ->
          !conflicts && isPrefix(place, mask);
      default -> mask == before;
    };
  }

  private boolean isTransitive(int place, int mask) {
    for (int i = 0; i < place; i++) {
      if ((mask & 1 << order[i]) != 0 && (chosen[order[i]] & ~mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isPrefix(int place, int mask) {
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
