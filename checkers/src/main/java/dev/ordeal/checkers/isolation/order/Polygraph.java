package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.isolation.graph.Cycle;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.order.Precedence.Edge;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Explains why few transactions on registers contradict each other, where that follows from what is
 * known.
 *
 * <p>A polygraph (Papadimitriou, 1979): instants of snapshots and commits, what is known to come
 * before what, and for each two writers of a register the choice of who came first, with what
 * follows from either. Choices of which one side contradicts what is known are made (saturation),
 * until there are none, or something has no side left. Where that does not suffice for few
 * transactions, cases are told apart. {@link CommitOrder}, {@link ParallelOrder} and {@link
 * AtomicOrder} decide, also where nothing follows. Memory is quadratic in the number of
 * transactions.
 */
public final class Polygraph {
  /** Two writers of a register, and what follows if the one came first, or the other. */
  private record Choice(int key, int one, int other, List<Edge> forward, List<Edge> backward) {}

  /** Among how many transactions, and how deep, cases are told apart, and how many in all. */
  private static final int CASES_AMONG_MAX = 30;

  private static final int CASES_DEPTH_MAX = 3;
  private static final int CASES_MAX = 2_000;

  /** What follows from an order of two writers. */
  private enum Law {
    /** Instants of snapshots and commits are in one order. */
    INSTANTS,

    /** No cycle of dependencies has less than two anti-dependencies. */
    PARALLEL,

    /** Of two writers of the same object the second has seen the first, and so have its readers. */
    ATOMIC
  }

  private final RwRegister history;
  private final Transactions transactions;
  private final int[] members;
  private final Law law;
  private final Rule rule;
  private final CycleClass.Bond bond;
  private final Precedence known;
  private final List<Choice> choices;

  /** By key: readers of each of its writers; by local numbers. */
  private final Map<Long, List<Integer>> readers;

  /** The history's numbers to those here. */
  private final Map<Integer, Integer> local;

  private String story = "";
  private int[] witness = new int[0];

  private Polygraph(RwRegister history, int[] members, Law law, Rule rule, CycleClass.Bond bond) {
    this.history = history;
    this.transactions = history.transactions;
    this.members = members;
    this.law = law;
    this.rule = rule;
    this.bond = bond;
    choices = new ArrayList<>();
    readers = new HashMap<>();
    local = new HashMap<>();
    int relays = bond == CycleClass.Bond.REALTIME ? members.length : 0;
    int instants = relay(0) + relays;
    known = new Precedence(instants, law == Law.PARALLEL);
    build();
  }

  /** The same, with more that is assumed. */
  private Polygraph(Polygraph same, List<Edge> assumed) {
    history = same.history;
    transactions = same.transactions;
    members = same.members;
    law = same.law;
    rule = same.rule;
    bond = same.bond;
    choices = same.choices;
    readers = same.readers;
    local = same.local;
    known = same.known.copy();
    known.learn(assumed);
  }

  /** Asks for an order of snapshots and commits. */
  public static Polygraph of(RwRegister history, int[] members, Rule rule, CycleClass.Bond bond) {
    return new Polygraph(history, members, Law.INSTANTS, rule, bond);
  }

  /**
   * Asks for parallel snapshot isolation: dependencies have no cycle, nor one with a single
   * anti-dependency.
   */
  public static Polygraph parallel(RwRegister history, int[] members) {
    return new Polygraph(history, members, Law.PARALLEL, Rule.SERIALIZABLE, CycleClass.Bond.NONE);
  }

  /** Asks for update atomicity. */
  public static Polygraph atomic(RwRegister history, int[] members) {
    return new Polygraph(history, members, Law.ATOMIC, Rule.SERIALIZABLE, CycleClass.Bond.NONE);
  }

  private int snapshot(int t) {
    return rule == Rule.SERIALIZABLE ? t : 2 * t;
  }

  private int commit(int t) {
    return rule == Rule.SERIALIZABLE ? t : 2 * t + 1;
  }

  private int relay(int i) {
    return (rule == Rule.SERIALIZABLE ? 1 : 2) * members.length + i;
  }

  /** Why it is impossible. */
  public String story() {
    return story;
  }

  /** Whom the story is about, by the history's numbers. */
  public int[] witness() {
    return witness;
  }

  private void build() {
    for (int i = 0; i < members.length; i++) {
      local.put(members[i], i);
    }
    Map<Integer, List<Integer>> writersOf = new HashMap<>();
    for (int t = 0; t < members.length; t++) {
      int m = members[t];
      for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
        writersOf.computeIfAbsent(history.writeKeys[i], k -> new ArrayList<>()).add(t);
      }
    }
    for (int t = 0; t < members.length; t++) {
      int m = members[t];
      if (rule != Rule.SERIALIZABLE) {
        known.add(new Edge(snapshot(t), commit(t), Graph.RELAY, -1, -1));
      }
      for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
        int key = history.readKeys[i];
        int slot = history.readSlots[i];
        boolean isOwn = slot >= 0 && local.containsKey(history.writers.writer(slot));
        if (isOwn) {
          int writer = local.get(history.writers.writer(slot));
          known.add(new Edge(commit(writer), snapshot(t), Graph.WR, key, writer));
          readers.computeIfAbsent(place(key, writer), k -> new ArrayList<>()).add(t);
          if (law == Law.ATOMIC) {
            sees(t, writer).forEach(known::add);
          }
        } else if (slot == RwRegister.INITIAL && law != Law.ATOMIC) {
          for (int writer : writersOf.getOrDefault(key, List.of())) {
            if (writer != t) {
              known.add(new Edge(snapshot(t), commit(writer), Graph.RW, key, t));
            }
          }
        }
      }
    }
    writersOf.forEach(
        (key, all) -> {
          for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
              int one = all.get(i);
              int other = all.get(j);
              choices.add(
                  new Choice(
                      key,
                      one,
                      other,
                      consequences(key, one, other),
                      consequences(key, other, one)));
            }
          }
        });
    bind();
  }

  private static long place(int key, int writer) {
    return ((long) key << 32) | writer;
  }

  private void bind() {
    if (bond == CycleClass.Bond.PROCESS) {
      Map<Integer, Integer> last = new HashMap<>();
      for (int t = 0; t < members.length; t++) {
        Integer before = last.put(transactions.process(members[t]), t);
        if (before != null) {
          known.add(new Edge(commit(before), snapshot(t), Graph.PO, -1, before));
        }
      }
    } else if (bond == CycleClass.Bond.REALTIME) {
      int[] starts = new int[members.length];
      for (int t = 0; t < members.length; t++) {
        starts[t] = transactions.start(members[t]);
        known.add(new Edge(relay(t), snapshot(t), Cycle.REALTIME, -1, t));
        if (t > 0) {
          known.add(new Edge(relay(t - 1), relay(t), Cycle.REALTIME, -1, t));
        }
      }
      for (int t = 0; t < members.length; t++) {
        int next = transactions.firstAfter(members[t], starts);
        if (next < members.length) {
          known.add(new Edge(commit(t), relay(next), Cycle.REALTIME, -1, t));
        }
      }
    }
  }

  /** Whether they contradict each other by what is known; then there is a {@link #story}. */
  public boolean isContradictory() {
    if (!known.close()) {
      tellCycle();
      return true;
    }
    List<Choice> undecided = new ArrayList<>();
    if (isSaturatedToContradiction(choices, undecided)) {
      return true;
    }
    int[] casesLeft = {members.length > CASES_AMONG_MAX ? 0 : CASES_MAX};
    for (int depth = 1; depth <= CASES_DEPTH_MAX && casesLeft[0] > 0; depth++) {
      if (isContradictoryByCases(undecided, depth, casesLeft)) {
        return true;
      }
    }
    return false;
  }

  /** Whether each side of some choice leads to a contradiction. */
  private boolean isContradictoryByCases(List<Choice> undecided, int depth, int[] casesLeft) {
    for (Choice choice : undecided) {
      Polygraph one = new Polygraph(this, choice.forward());
      if (!one.isContradictoryAsAssumed(undecided, depth - 1, casesLeft)) {
        continue;
      }
      Polygraph other = new Polygraph(this, choice.backward());
      if (other.isContradictoryAsAssumed(undecided, depth - 1, casesLeft)) {
        tellCases(choice, one, other);
        return true;
      }
    }
    return false;
  }

  private boolean isContradictoryAsAssumed(List<Choice> left, int depth, int[] casesLeft) {
    if (casesLeft[0]-- <= 0) {
      return false;
    }
    if (known.isContradicted()) {
      tellCycle();
      return true;
    }
    List<Choice> undecided = new ArrayList<>();
    return isSaturatedToContradiction(left, undecided)
        || (depth > 0 && isContradictoryByCases(undecided, depth, casesLeft));
  }

  /** Makes all choices that have one side; those that are left go to a list. */
  private boolean isSaturatedToContradiction(List<Choice> some, List<Choice> open) {
    List<Choice> left = some;
    boolean learned = true;
    while (learned) {
      Edge skew = known.skew();
      if (skew != null) {
        tellSkew(skew);
        return true;
      }
      learned = false;
      List<Choice> undecided = new ArrayList<>();
      for (Choice choice : left) {
        Edge forward = known.contradiction(choice.forward());
        Edge backward = known.contradiction(choice.backward());
        if (forward != null && backward != null) {
          tell(choice, forward, backward);
          return true;
        }
        if (forward != null) {
          learned |= known.learn(choice.backward());
        } else if (backward != null) {
          learned |= known.learn(choice.forward());
        } else {
          undecided.add(choice);
        }
        if (known.isContradicted()) {
          tellCycle();
          return true;
        }
      }
      left = undecided;
    }
    open.addAll(left);
    return false;
  }

  /** What must come before what if one writer of a key came before another. */
  private List<Edge> consequences(int key, int first, int second) {
    List<Edge> all = new ArrayList<>();
    int to = rule == Rule.SNAPSHOT_ISOLATION ? snapshot(second) : commit(second);
    all.add(new Edge(commit(first), to, Graph.WW, key, first));
    if (law == Law.ATOMIC) {
      all.addAll(sees(second, first));
      return all;
    }
    for (int reader : readers.getOrDefault(place(key, first), List.of())) {
      if (reader != second) {
        all.add(new Edge(snapshot(reader), commit(second), Graph.RW, key, first));
      }
    }
    return all;
  }

  /** What follows where a transaction has seen another: it read no version before that one's. */
  private List<Edge> sees(int reader, int seen) {
    List<Edge> all = new ArrayList<>();
    int m = members[reader];
    for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
      int key = history.readKeys[i];
      int slot = history.readSlots[i];
      if (!history.writes(members[seen], key)) {
        continue;
      }
      Integer writer = slot >= 0 ? local.get(history.writers.writer(slot)) : null;
      if (slot == RwRegister.INITIAL) {
        all.add(new Edge(reader, seen, Graph.RW, key, reader));
      } else if (writer != null && writer != seen) {
        all.add(new Edge(seen, writer, Graph.WW, key, seen));
      }
    }
    return all;
  }

  // Telling.

  private void tellCases(Choice choice, Polygraph one, Polygraph other) {
    story =
        "%s and %s both wrote %s. If %s's write came first: %s If %s's came first: %s"
            .formatted(
                name(choice.one()),
                name(choice.other()),
                transactions.key(choice.key()),
                name(choice.one()),
                one.story,
                name(choice.other()),
                other.story);
    witness =
        IntStream.concat(
                IntStream.of(members[choice.one()], members[choice.other()]),
                IntStream.concat(IntStream.of(one.witness), IntStream.of(other.witness)))
            .distinct()
            .toArray();
  }

  private void tell(Choice choice, Edge forward, Edge backward) {
    List<Edge> one = known.path(forward.to(), forward.from());
    List<Edge> other = known.path(backward.to(), backward.from());
    String key = transactions.key(choice.key()).toString();
    story =
        ("%s and %s both wrote %s. If %s's write came first: %s%s. If %s's came "
                + "first: %s%s. So neither did.")
            .formatted(
                name(choice.one()),
                name(choice.other()),
                key,
                name(choice.one()),
                words(forward),
                contradicting(one),
                name(choice.other()),
                words(backward),
                contradicting(other));
    List<Edge> all = new ArrayList<>(one);
    all.addAll(other);
    all.add(forward);
    all.add(backward);
    note(all);
  }

  private String contradicting(List<Edge> path) {
    return path.isEmpty()
        ? ""
        : ", although " + String.join(", ", path.stream().map(this::words).distinct().toList());
  }

  private void tellSkew(Edge skew) {
    List<Edge> cycle = new ArrayList<>(List.of(skew));
    cycle.addAll(known.path(skew.to(), skew.from()));
    tellAll(cycle);
  }

  private void tellCycle() {
    tellAll(known.cycle());
  }

  private void tellAll(List<Edge> cycle) {
    story =
        "These cannot all be: "
            + String.join("; ", cycle.stream().map(this::words).distinct().toList())
            + ".";
    note(cycle);
  }

  private void note(List<Edge> path) {
    witness =
        path.stream()
            .flatMapToInt(edge -> IntStream.of(edge.from(), edge.to()))
            .filter(instant -> instant < relay(0))
            .map(instant -> members[rule == Rule.SERIALIZABLE ? instant : instant >> 1])
            .distinct()
            .toArray();
  }

  private String name(int t) {
    return transactions.name(members[t]);
  }

  private String words(Edge edge) {
    int from = edge.from() >= relay(0) ? edge.by() : edge.from() >> shift();
    int to = edge.to() >= relay(0) ? edge.by() : edge.to() >> shift();
    return switch (edge.type()) {
      case Graph.WR -> history.explain(members[from], members[to], Graph.WR);
      case Graph.RW ->
          "%s read %s from before %s wrote it"
              .formatted(name(from), transactions.key(edge.key()), name(to));
      case Graph.WW ->
          "%s wrote %s before %s did".formatted(name(from), transactions.key(edge.key()), name(to));
      case Graph.PO ->
          "process %d called %s after %s"
              .formatted(transactions.process(members[from]), name(to), name(from));
      case Graph.RELAY -> "%s committed after its snapshot".formatted(name(from));
      default -> "real time puts %s there".formatted(name(edge.by()));
    };
  }

  private int shift() {
    return rule == Rule.SERIALIZABLE ? 0 : 1;
  }
}
