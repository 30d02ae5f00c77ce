package dev.ordeal.checkers.isolation.set;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.Dependencies;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Transactions that add unique elements to sets and read them whole.
 *
 * <p>Additions commute, so none overwrites another and no two of them conflict. What is left are
 * those that a read has seen and those that it lacks; each read is in a known order with each
 * addition to its set, and so the dependencies say everything: no order of versions has to be
 * guessed. Transactions whose end is unknown take part if somebody saw what they added.
 *
 * <p>Finds what is wrong without a cycle, and builds the graph of dependencies. Memory is linear in
 * what was read; time is n log n.
 */
public final class SetAdd implements Dependencies {
  private static final int NONE = -1;

  private final Transactions transactions;
  private final Writers writers;
  private final Findings findings;
  private final MicroOps ops;
  private final boolean[] committed;
  private final SetReads reads;
  private final SetParts parts;

  /** By slot: the last read, counted from 1, that had the element. */
  private final int[] mark;

  private int marks;

  /**
   * Finds who saw whose elements; notes reads that no order explains.
   *
   * @param writers of additions
   * @param findings takes the anomalies that are found
   * @param passes how long that may take
   * @throws BudgetExceededException if it takes longer; what was found until then is noted
   */
  public SetAdd(Transactions transactions, Writers writers, Findings findings, Budget passes) {
    this.transactions = transactions;
    this.writers = writers;
    this.findings = findings;
    ops = transactions.ops;
    committed = new boolean[transactions.size()];
    mark = new int[writers.slots()];
    reads = new SetReads(transactions, writers);
    parts = new SetParts(transactions, writers);
    for (int t = 0; t < committed.length; t++) {
      if (transactions.isOk(t)) {
        committed[t] = true;
        walk(t);
      }
      passes.look(t);
    }
    reads.arrange(committed);
  }

  // What is wrong within a transaction, and with single elements.

  private void walk(int t) {
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      switch (ops.kind(at)) {
        case ADD -> {}
        case READ -> read(t, at);
        default ->
            throw new IllegalArgumentException(
                "%s has both \"add\" and micro-operations \"%s\", which do not go together"
                    .formatted(transactions.name(t), ops.kind(at).wireName()));
      }
    }
  }

  private void read(int t, int at) {
    if (!ops.isList(at) && ops.cell(at) != CellPool.NIL) {
      throw new IllegalArgumentException(
          "%s read %s = %s, which is no set: expected a sequence of elements"
              .formatted(transactions.name(t), key(at), transactions.value(ops.cell(at))));
    }
    int others = judgeElements(t, at);
    judgeOwn(t, at);
    int first = transactions.firstRead(t, ops.key(at));
    if (first == at) {
      reads.add(t, at);
    } else {
      judgeAgain(t, first, at, others);
    }
  }

  /** Marks what a read has; gives how many elements are of others. */
  private int judgeElements(int t, int at) {
    marks++;
    int others = 0;
    for (int i = 0; i < reads.length(at); i++) {
      long element = ops.element(ops.list(at), i);
      int slot = writers.slot(ops.key(at), element);
      int writer = slot < 0 ? NONE : writers.writer(slot);
      others += writer == t || (slot >= 0 && mark[slot] == marks) ? 0 : 1;
      if (writer < 0) {
        add("garbage-read", at, t, t, "%s, but nobody ever added %s to it.", element);
        continue;
      }
      if (mark[slot] == marks) {
        add(
            "duplicate-elements",
            at,
            writer,
            t,
            "%s, in which %s stands more than once, but it was added only once.",
            element);
      } else if (transactions.isFail(writer)) {
        String text = "%s, but " + transactions.name(writer) + ", which added %s, failed.";
        add("G1a", at, writer, t, text, element);
      }
      mark[slot] = marks;
      committed[writer] |= transactions.isInfo(writer);
    }
    judgeParts(t, at);
    return others;
  }

  /** Looks for elements of transactions that added more to the set: a part is intermediate. */
  private void judgeParts(int t, int at) {
    for (int i = 0; i < reads.length(at); i++) {
      long element = ops.element(ops.list(at), i);
      int slot = writers.slot(ops.key(at), element);
      int writer = slot < 0 ? t : writers.writer(slot);
      if (writer < 0 || writer == t || !parts.contains(slot)) {
        continue;
      }
      for (int other = transactions.first(writer);
          other < transactions.stop(writer);
          other += MicroOps.WIDTH) {
        if (ops.kind(other) == MicroOps.Kind.ADD
            && ops.key(other) == ops.key(at)
            && !isMarked(other)) {
          String text =
              "%s, which has %s, an intermediate state of "
                  + transactions.name(writer)
                  + ", which added more to it.";
          add("G1b", at, writer, t, text, element);
          return;
        }
      }
    }
  }

  private boolean isMarked(int addition) {
    return mark[writers.slot(ops.key(addition), ops.cell(addition))] == marks;
  }

  /** Whether a read has all that its transaction added before, and nothing that it added later. */
  private void judgeOwn(int t, int at) {
    for (int own = transactions.first(t); own < transactions.stop(t); own += MicroOps.WIDTH) {
      if (ops.kind(own) != MicroOps.Kind.ADD || ops.key(own) != ops.key(at)) {
        continue;
      }
      if (own < at && !isMarked(own)) {
        add("internal", at, t, t, "%s, without %s, which it had added before.", ops.cell(own));
      } else if (own > at && isMarked(own)) {
        add("future-read", at, t, t, "%s, which has %s, before it added that.", ops.cell(own));
      }
    }
  }

  /** Whether a transaction reads the same of others as the first time. */
  private void judgeAgain(int t, int first, int at, int others) {
    Set<Long> before = new HashSet<>();
    boolean same = true;
    for (int i = 0; i < reads.length(first); i++) {
      long element = ops.element(ops.list(first), i);
      int slot = writers.slot(ops.key(first), element);
      if (slot < 0 || writers.writer(slot) != t) {
        before.add(element);
        same &= slot < 0 || mark[slot] == marks;
      }
    }
    if (!same || before.size() != others) {
      reads.add(t, at);
      findings.add(
          "internal",
          key(at),
          new int[] {t},
          () ->
              "%s read %s = %s, and then %s, though it had added nothing that makes the difference."
                  .formatted(transactions.name(t), key(at), set(first), set(at)));
    }
  }

  private void add(String name, int at, int writer, int reader, String text, long element) {
    findings.add(
        name,
        key(at),
        new int[] {writer, reader},
        () ->
            "%s read %s = ".formatted(transactions.name(reader), key(at))
                + text.formatted(set(at), transactions.value(element)));
  }

  private Value key(int at) {
    return transactions.key(ops.key(at));
  }

  private String set(int at) {
    return reads.length(at) == 0 ? "[]" : transactions.list(ops.list(at), reads.length(at));
  }

  // The graph.

  @Override
  public Graph graph(Budget passes) {
    Graph.Builder graph = new Graph.Builder(transactions.size(), 8 * reads.size() + 16);
    int keys = reads.members.length;
    Ranges[] ranges = new Ranges[keys];
    int[][] chains = new int[keys][];
    for (int key = 0; key < keys; key++) {
      passes.look(key);
      ranges[key] = new Ranges(graph, reads.members[key]);
      chains[key] = chain(graph, reads.members[key]);
    }
    for (int read = 0; read < reads.size(); read++) {
      passes.look(read);
      int key = reads.key(read);
      int reader = reads.reader(read);
      int seen = reads.seen(read);
      if (!reads.isOdd(read)) {
        if (seen > 0) {
          graph.add(chains[key][seen - 1], reader, Graph.RELAY);
        }
        missing(ranges[key], read, seen, reads.own(read));
        continue;
      }
      int[] places = reads.places(read);
      for (int place : places) {
        graph.add(reads.members[key][place], reader, Graph.WR);
      }
      int[] own = reads.own(read);
      int[] all = Arrays.copyOf(places, places.length + own.length);
      System.arraycopy(own, 0, all, places.length, own.length);
      Arrays.sort(all);
      missing(ranges[key], read, 0, all);
    }
    return graph.build();
  }

  /** A relay for each place, to which each that added an element up to that place leads. */
  private static int[] chain(Graph.Builder graph, int[] members) {
    int[] chain = new int[members.length];
    for (int place = 0; place < chain.length; place++) {
      chain[place] = graph.relay();
      graph.add(members[place], chain[place], Graph.WR);
      if (place > 0) {
        graph.add(chain[place - 1], chain[place], Graph.RELAY);
      }
    }
    return chain;
  }

  /** Edges from a read to all that it lacks: places from some one on, but for some, which rise. */
  private void missing(Ranges ranges, int read, int from, int[] except) {
    int low = from;
    for (int place : except) {
      ranges.add(reads.reader(read), low, place, Graph.RW);
      low = Math.max(low, place + 1);
    }
    ranges.add(reads.reader(read), low, reads.members[reads.key(read)].length, Graph.RW);
  }

  @Override
  public boolean isCommitted(int transaction) {
    return committed[transaction];
  }

  @Override
  public List<int[]> unordered() {
    return List.of();
  }

  // What paths are about.

  @Override
  public String explain(int from, int to, int type) {
    int writer = type == Graph.RW ? to : from;
    int reader = type == Graph.RW ? from : to;
    for (int at = transactions.first(writer);
        at < transactions.stop(writer);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) != MicroOps.Kind.ADD) {
        continue;
      }
      int read = last(reader, ops.key(at), ops.cell(at), type == Graph.WR);
      if (read != NONE) {
        String text =
            type == Graph.WR
                ? "%s read %s = %s, where %s had added %s"
                : "%s read %s = %s, to which %s added %5$s, which is not in it";
        return text.formatted(
            transactions.name(reader),
            key(read),
            set(read),
            transactions.name(writer),
            transactions.value(ops.cell(at)));
      }
    }
    throw transactions.noEdge(from, to, type);
  }

  /** A transaction's last read of a key that has an element, or lacks it; none if there is none. */
  private int last(int reader, int key, long element, boolean isThere) {
    for (int at = transactions.stop(reader) - MicroOps.WIDTH;
        at >= transactions.first(reader);
        at -= MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.READ && ops.key(at) == key && has(at, element) == isThere) {
        return at;
      }
    }
    return NONE;
  }

  private boolean has(int read, long element) {
    for (int i = 0; i < reads.length(read); i++) {
      if (ops.element(ops.list(read), i) == element) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Graph observed() {
    Graph.Builder graph = new Graph.Builder(transactions.size(), 4 * reads.size() + 16);
    int[] relays = new int[reads.members.length];
    for (int key = 0; key < relays.length; key++) {
      int[] members = reads.members[key];
      for (int place = 0; place < members.length; place++) {
        int relay = graph.relay();
        relays[key] = relay - place;
        graph.add(relay, members[place], Graph.RELAY);
        if (place > 0) {
          graph.add(relay, relay - 1, Graph.RELAY);
        }
      }
    }
    for (int read = 0; read < reads.size(); read++) {
      int key = reads.key(read);
      if (reads.isOdd(read)) {
        for (int place : reads.places(read)) {
          graph.add(reads.reader(read), reads.members[key][place], Graph.WR);
        }
      } else if (reads.seen(read) > 0) {
        graph.add(reads.reader(read), relays[key] + reads.seen(read) - 1, Graph.WR);
      }
    }
    return graph.build();
  }

  @Override
  public void visitObserved(int t, Observed observed) {
    for (int at = transactions.first(t);
        transactions.isOk(t) && at < transactions.stop(t);
        at += MicroOps.WIDTH) {
      for (int i = 0; ops.kind(at) == MicroOps.Kind.READ && i < reads.length(at); i++) {
        int by = writers.writer(ops.key(at), ops.element(ops.list(at), i));
        if (by >= 0 && by != t && !transactions.isFail(by)) {
          observed.seen(by, at);
        }
      }
    }
  }

  @Override
  public int missed(int t, int writer) {
    int last = NONE;
    for (int at = transactions.first(writer);
        transactions.isOk(t) && at < transactions.stop(writer);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.ADD) {
        last = Math.max(last, last(t, ops.key(at), ops.cell(at), false));
      }
    }
    return last;
  }
}
