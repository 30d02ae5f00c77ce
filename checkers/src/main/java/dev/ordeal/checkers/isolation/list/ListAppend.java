package dev.ordeal.checkers.isolation.list;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.Dependencies;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Groups;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.WriteStatistics;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Transactions that append to lists and read them whole (Kingsbury and Alvaro, VLDB 2020): every
 * read tells the order of all versions before it, so the dependencies are known and not guessed.
 *
 * <p>Finds what is wrong without a cycle, and builds the graph of dependencies. Transactions whose
 * end is unknown take part if somebody saw what they appended, and are left out otherwise. Elements
 * of committed transactions that nobody saw come after all that were seen. Time and memory are
 * linear, whatever the lists' lengths.
 */
public final class ListAppend implements Dependencies {
  private static final int NONE = Versions.NONE;

  final Transactions transactions;
  final Writers writers;
  final Versions versions;
  final boolean[] committed;
  private final MicroOps ops;
  private final ListReads reads;
  private final List<ListWalk> walks;
  private Groups unseen;

  /**
   * Puts what was appended into order; notes reads that no order explains.
   *
   * @param writers of appends
   * @param survey of the same
   * @param findings takes the anomalies that are found
   * @param passes how long that may take
   * @throws BudgetExceededException if it takes longer; what was found until then is noted
   */
  public ListAppend(
      Transactions transactions,
      Writers writers,
      WriteStatistics survey,
      Findings findings,
      Budget passes) {
    this.transactions = transactions;
    this.writers = writers;
    ops = transactions.ops;
    versions = new Versions(transactions, writers, survey);
    passes.check();
    reads = new ListReads(transactions, writers, versions);
    committed = committed();
    ListOrders orders = new ListOrders(transactions, writers, versions, findings);
    orders.judgeElements();
    passes.check();
    List<ListWalk> all =
        ListWalk.sideBySide(transactions, writers, versions, reads, orders, findings, passes);
    if (all.isEmpty() || !orders.areKeptByCrashed()) {
      orders.judgeOwn();
      ListWalk one =
          ListWalk.inOrder(transactions, writers, versions, reads, orders, findings, passes);
      all = List.of(one);
    }
    walks = all;
  }

  /** Who committed: all that say so, and of unknown end those whose elements somebody saw. */
  private boolean[] committed() {
    boolean[] committed = new boolean[transactions.size()];
    for (int t = 0; t < committed.length; t++) {
      committed[t] = transactions.isOk(t);
    }
    for (int version = 0; version < versions.maker.length; version++) {
      int maker = versions.maker[version];
      if (maker != NONE) {
        committed[maker] = true;
      }
    }
    for (int t = 0; t < committed.length && !versions.allAgree; t++) {
      for (int at = transactions.first(t);
          transactions.isOk(t) && at < transactions.stop(t);
          at += MicroOps.WIDTH) {
        if (reads.isOdd(at)) {
          for (int i = 0; i < ops.length(at); i++) {
            int writer = writers.writer(ops.key(at), ops.element(ops.list(at), i));
            committed[Math.max(0, writer)] |= writer >= 0 && transactions.isInfo(writer);
          }
        }
      }
    }
    return committed;
  }

  @Override
  public Graph graph(Budget passes) {
    Graph.Builder graph = new Graph.Builder(transactions.size(), ops.keyCount());
    unseen = unseen(graph, passes);
    // By version: who made the last one up to it, and the node of who makes the next one.
    int[] made = new int[versions.maker.length];
    int[] next = new int[versions.maker.length];
    ParallelRanges.each(
        ops.keyCount(),
        (from, to) -> {
          for (int key = from; key < to; key++) {
            neighbours(key, made, next);
          }
        });
    for (int key = 0; key < ops.keyCount(); key++) {
      int last = versions.base[key + 1] - 1;
      if (made[last] != NONE && next[last] != NONE) {
        unseen.before(made[last], next[last], Graph.WW, graph);
      }
    }
    oddReads(graph, next);
    passes.check();
    int reads = walks.stream().mapToInt(ListWalk::size).sum();
    return graph.build(
        new Graph.Source(
            Math.addExact(made.length, reads),
            (from, to, sink) -> {
              writeEdges(made, from, Math.min(to, made.length), sink);
              readEdges(made, next, from - made.length, to - made.length, sink);
            }));
  }

  private void neighbours(int key, int[] made, int[] next) {
    int base = versions.base[key];
    int last = NONE;
    for (int version = base; version < versions.base[key + 1]; version++) {
      last = versions.maker[version] == NONE ? last : versions.maker[version];
      made[version] = last;
    }
    int following = unseen.node(key);
    for (int version = versions.base[key + 1] - 1; version >= base; version--) {
      next[version] = following;
      following = versions.maker[version] == NONE ? following : versions.maker[version];
    }
  }

  /** Edges to the makers of some versions from those of the versions before. */
  private void writeEdges(int[] made, int from, int to, Graph.Sink sink) {
    for (int version = from; version < to; version++) {
      // A key's first version, which is nobody's, is never the one that was made here.
      if (versions.maker[version] != NONE && made[version - 1] != NONE) {
        sink.add(made[version - 1], versions.maker[version], Graph.WW);
      }
    }
  }

  /** Edges to and from who read, for some of all reads. */
  private void readEdges(int[] made, int[] next, int from, int to, Graph.Sink sink) {
    int behind = 0;
    for (ListWalk walk : walks) {
      int stop = Math.min(to - behind, walk.size());
      for (int i = Math.max(0, from - behind); i < stop; i++) {
        int version = walk.version(i);
        int reader = walk.reader(i);
        if (made[version] != NONE) {
          sink.add(made[version], reader, Graph.WR);
        }
        if (next[version] != NONE) {
          unseen.before(reader, next[version], Graph.RW, sink);
        }
      }
      behind += walk.size();
    }
  }

  /** Committed elements of lists that nobody ever read: they came behind all that were. */
  private Groups unseen(Graph.Builder graph, Budget passes) {
    int keys = ops.keyCount();
    int[] first = new int[keys + 1];
    ParallelRanges.each(
        keys,
        (from, to) -> {
          for (int key = from; key < to; key++) {
            int count = 0;
            for (int slot = writers.firstSlot(key); slot < writers.stopSlot(key); slot++) {
              count += isUnseen(slot) ? 1 : 0;
            }
            first[key + 1] = count;
          }
        });
    Arrays.parallelPrefix(first, Math::addExact);
    int[] members = new int[first[keys]];
    ParallelRanges.each(
        keys,
        (from, to) -> {
          for (int key = from; key < to; key++) {
            int at = first[key];
            for (int slot = writers.firstSlot(key); at < first[key + 1]; slot++) {
              if (isUnseen(slot)) {
                members[at++] = writers.writer(slot);
              }
            }
          }
        });
    return new Groups(graph, first, members, passes);
  }

  private boolean isUnseen(int slot) {
    int writer = writers.writer(slot);
    return writer >= 0 && committed[writer] && versions.position[slot] == NONE;
  }

  /** Reads of lists that disagree with the longest say something by their last element only. */
  private void oddReads(Graph.Builder graph, int[] next) {
    for (int t = 0; t < transactions.size() && !versions.allAgree; t++) {
      for (int at = transactions.first(t);
          transactions.isOk(t) && at < transactions.stop(t);
          at += MicroOps.WIDTH) {
        int length = reads.isOdd(at) ? reads.outside(t, at) : 0;
        int key = ops.key(at);
        if (length == 0) {
          continue;
        }
        int place = reads.lastAppended(at, length);
        if (place < 0) {
          continue;
        }
        int slot = writers.slot(key, ops.element(ops.list(at), place));
        graph.add(writers.writer(slot), t, Graph.WR);
        // Behind an element of nobody it is not known which version was read.
        if (place == length - 1 && versions.position[slot] != NONE) {
          int version = versions.base[key] + versions.position[slot] + 1;
          if (next[version] != NONE) {
            unseen.before(t, next[version], Graph.RW, graph);
          }
        }
      }
    }
  }

  @Override
  public String explain(int from, int to, int type) {
    return new ListExplainer(transactions, writers, versions, reads).explain(from, to, type);
  }

  @Override
  public List<int[]> unordered() {
    return unseen.several();
  }

  @Override
  public boolean isCommitted(int transaction) {
    return committed[transaction];
  }

  @Override
  public Optional<Set<ConsistencyModel>> dirtyWrites(Budget passes) {
    return Optional.of(new DirtyWrites(transactions, writers, versions, reads).violated(passes));
  }

  @Override
  public Graph observed() {
    Graph.Builder graph = new Graph.Builder(transactions.size(), 4 * versions.maker.length);
    int relays = transactions.size();
    for (int key = 0; key < ops.keyCount(); key++) {
      for (int version = versions.base[key]; version < versions.base[key + 1]; version++) {
        int relay = graph.relay();
        if (version > versions.base[key]) {
          graph.add(relay, relay - 1, Graph.RELAY);
        }
        if (versions.maker[version] != NONE) {
          graph.add(relay, versions.maker[version], Graph.RELAY);
        }
      }
    }
    for (ListWalk walk : walks) {
      for (int read = 0; read < walk.size(); read++) {
        graph.add(walk.reader(read), relays + walk.version(read), Graph.WR);
      }
    }
    for (int t = 0; t < transactions.size() && !versions.allAgree; t++) {
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        if (transactions.isOk(t) && reads.isOdd(at)) {
          int reader = t;
          visitElements(
              t,
              at,
              (writer, position) -> {
                graph.add(reader, writer, Graph.WR);
                return true;
              });
        }
      }
    }
    return graph.build();
  }

  @Override
  public void visitObserved(int t, Observed observed) {
    for (int at = transactions.first(t);
        transactions.isOk(t) && at < transactions.stop(t);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.READ && ops.isList(at)) {
        visitElements(t, at, observed);
      }
    }
  }

  /** Tells whose elements a transaction read in a list, the last one first. */
  private void visitElements(int t, int at, Observed observed) {
    boolean goesOn = true;
    for (int i = ops.length(at) - 1; i >= 0 && (goesOn || reads.isOdd(at)); i--) {
      int by = writers.writer(ops.key(at), ops.element(ops.list(at), i));
      if (by >= 0 && by != t && !transactions.isFail(by)) {
        goesOn = observed.seen(by, at);
      }
    }
  }

  @Override
  public void visitOverwritten(int t, IntPredicate goesOn) {
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      if (ops.kind(at) != MicroOps.Kind.APPEND) {
        continue;
      }
      int key = ops.key(at);
      int place = versions.position[writers.slot(key, ops.cell(at))];
      int version = versions.base[key] + (place == NONE ? versions.length[key] : place);
      boolean isWanted = true;
      for (; isWanted && version > versions.base[key]; version--) {
        int maker = versions.maker[version];
        isWanted = maker == NONE || maker == t || goesOn.test(maker);
      }
    }
  }

  @Override
  public int missed(int t, int writer) {
    int last = NONE;
    for (int at = transactions.first(writer);
        at < transactions.stop(writer);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.APPEND) {
        int key = ops.key(at);
        int place = versions.position[writers.slot(key, ops.cell(at))];
        last = Math.max(last, reads.lastBefore(t, key, place));
      }
    }
    return last;
  }
}
