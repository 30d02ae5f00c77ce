package dev.ordeal.checkers.isolation.explanation;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The smallest set of transactions whose reads no order explains, all writes being there, where
 * only a search through the whole history can tell whether there is an order.
 */
public final class UnexplainedReads {
  private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(4);

  /** How many transactions are named in a sentence. */
  private static final int NAMED_MAX = 12;

  /** Looks for an order that explains what some transactions read. */
  public interface Search {
    /**
     * Looks for one.
     *
     * @param reads the transactions whose reads count
     * @return whether there is one
     * @throws BudgetExceededException if there is no time or memory to find that out
     */
    Answer explain(BitSet reads, Budget budget);
  }

  private final Transactions transactions;
  private final Search search;
  private final Budget budget;

  /** Looks for sets by a search, within a budget. */
  public UnexplainedReads(Transactions transactions, Search search, Budget budget) {
    this.transactions = transactions;
    this.search = search;
    long until = Math.min(System.nanoTime() + NANOS_MAX, budget.deadlineNanos());
    this.budget = new Budget(until, budget.configurationsMax());
  }

  /**
   * The smallest set that was found.
   *
   * @param found what a search did not explain
   * @param members whom it was asked about
   * @param isInTime whether who ended later than that has nothing to do with it
   */
  public Contradiction.Core core(Unexplained found, BitSet members, boolean isInTime) {
    int last = found.transaction();
    int[] readers =
        transactions.okByEnd().stream()
            .filter(members::get)
            .filter(t -> transactions.does(t, MicroOps.Kind.READ))
            .filter(t -> !isInTime || transactions.end(t) <= transactions.end(last))
            .mapToInt(t -> t)
            .toArray();
    // Most often few that ended shortly before contradict each other.
    for (int count = 2; count < readers.length && !budget.isOutOfTime(); count *= 2) {
      int[] some = Arrays.copyOfRange(readers, readers.length - count, readers.length);
      if (answer(some, budget) == Answer.IMPOSSIBLE) {
        readers = some;
      }
    }
    return core(readers);
  }

  /** The smallest set among some readers that contradict each other. */
  public Contradiction.Core core(int[] readers) {
    return Contradiction.shrunk(readers, this::decision, budget);
  }

  /** What the transactions of a core read, and that no order explains it. */
  public String story(Contradiction.Core core, String order) {
    int[] all = core.members();
    String reads =
        IntStream.of(all).limit(NAMED_MAX).mapToObj(this::reads).collect(Collectors.joining("; "));
    String without =
        !core.isSmallest()
            ? ""
            : all.length == 1
                ? ", whatever others read"
                : ", though there is one for any %d of these %d transactions"
                    .formatted(all.length - 1, all.length);
    return "No order of transactions%s explains that %s%s%s."
        .formatted(
            order,
            reads,
            all.length > NAMED_MAX
                ? "; and what %d more read".formatted(all.length - NAMED_MAX)
                : "",
            without);
  }

  private String reads(int t) {
    List<String> reads = new ArrayList<>();
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      if (transactions.ops.kind(at) == MicroOps.Kind.READ) {
        reads.add(transactions.read(at));
      }
    }
    return "%s read %s".formatted(transactions.name(t), String.join(", ", reads));
  }

  /** A core's transactions, and those that changed what they read, if these are few. */
  public int[] witness(Contradiction.Core core, int most) {
    BitSet keys = new BitSet();
    for (int t : core.members()) {
      forEach(t, at -> transactions.ops.kind(at) == MicroOps.Kind.READ, keys);
    }
    int[] others =
        IntStream.range(0, transactions.size())
            .filter(t -> !transactions.isFail(t))
            .filter(t -> IntStream.of(core.members()).noneMatch(member -> member == t))
            .filter(
                t -> {
                  BitSet changed = new BitSet();
                  forEach(t, at -> transactions.ops.kind(at) != MicroOps.Kind.READ, changed);
                  return changed.intersects(keys);
                })
            .limit(most + 1L)
            .toArray();
    return others.length > most
        ? core.members()
        : IntStream.concat(IntStream.of(core.members()), IntStream.of(others)).toArray();
  }

  private void forEach(int t, Predicate<Integer> isWanted, BitSet keys) {
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      if (isWanted.test(at)) {
        keys.set(transactions.ops.key(at));
      }
    }
  }

  private Answer answer(int[] some, Budget within) {
    BitSet reads = new BitSet();
    IntStream.of(some).forEach(reads::set);
    try {
      return search.explain(reads, within);
    } catch (BudgetExceededException spent) {
      return Answer.GAVE_UP;
    }
  }

  private Decision decision(int[] some, Budget within) {
    return new Decision() {
      @Override
      public Answer decide() {
        return answer(some, within);
      }

      @Override
      public int[] contradicting() {
        return some;
      }
    };
  }
}
