package dev.ordeal.checkers.linearizability.register;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;

/**
 * Linearizability of one register with read, write and compare-and-set, values repeating or not.
 *
 * <p>The walk is that of {@link GeneralSearch}; {@link RegisterWalk} says how little a
 * configuration of a register has to remember.
 *
 * <p><b>Problem.</b> A crashed call, one of unknown outcome, stays open for ever. Calls of one kind
 * (same function, same arguments) are interchangeable, so a configuration only counts how many of
 * each kind took effect, and one that used no more of any kind makes another needless. But there is
 * often a choice between kinds, and configurations that used different ones are incomparable: m
 * crashed calls of k kinds allow up to (m/k + 1)<sup>k</sup> vectors of counts. With five values,
 * 30 kinds and 2 % of unknown outcomes that is too much after some thousand calls.
 *
 * <p><b>Idea.</b> Relax the account first, and refine it only where that matters (abstraction
 * refinement guided by counterexamples; Clarke, Grumberg, Jha, Lu and Veith, 2000). {@link
 * RegisterRelaxation} gives each kind a price; all that a walk demands is that what took effect
 * costs no more than all crashed calls so far are worth. One number, the cost, takes the place of
 * the vector, and the cheaper of two configurations makes the other needless. The vector is still
 * noted, and with it the first kind that was <em>overdrawn</em>: more of its calls took effect than
 * had been made. A configuration that overdrew nothing is real, and never displaced by one that
 * did.
 *
 * <p><b>Invariant.</b> For each linearization of the calls so far the walk holds a configuration
 * that can do whatever the linearization's own can, by the relaxation; and each of its
 * configurations without an overdrawn kind comes from a linearization. Hence
 *
 * <ul>
 *   <li>if none is left at a return, the calls up to it have no linearization;
 *   <li>if one without an overdrawn kind is left at the end, there is a linearization, and its path
 *       is one;
 *   <li>otherwise the kind that was overdrawn most often becomes half as expensive again, and the
 *       next walk begins: prices of scarce kinds rise until others are taken in their place, or
 *       until no way is affordable (the multiplier method for integer programs; Fisher, 1981);
 *   <li>if that does not settle it after some walks, the most expensive kind is counted by itself
 *       from then on. Once all are counted nothing can be overdrawn, and a walk decides: the search
 *       is complete.
 * </ul>
 *
 * <p>The first failing return is exact, too: a later walk only goes up to the earliest return known
 * to be impossible, and that one is the first as soon as a real configuration stands before it.
 *
 * <p><b>Complexity.</b> For c clients and v values there are at most v·3<sup>c</sup> pairs of a
 * value and the state of the open calls, so a walk that counts no kind takes time linear in the
 * length, however many calls crashed. Counting j kinds multiplies that by at most the number of
 * vectors of j counts: polynomial in the length for a bounded number of clients and kinds. Without
 * a bound on kinds it cannot be, unless P = NP: let each crashed compare-and-set from x to y be an
 * arc, and one client write s, read t, write s' and read t'. That history is linearizable iff the
 * arcs have disjoint paths from s to t and from s' to t', which is NP-complete for these two pairs
 * already (Fortune, Hopcroft and Wyllie, <em>The directed subgraph homeomorphism problem</em>,
 * 1980). Without a bound on clients it cannot be either, crashed calls or not (Gibbons and Korach,
 * <em>Testing shared memories</em>, 1997).
 */
public final class RegisterSearch {
  /** How often prices are raised before one more kind is counted; counting is much slower. */
  private static final int WALKS_BEFORE_COUNTING = 32;

  private final RegisterCalls calls;
  private final Budget budget;
  private final int walksBeforeCounting;
  private final RegisterRelaxation relaxation;

  /** The earliest step known to be impossible, or the number of steps. */
  private int limit;

  private RegisterSearch(RegisterCalls calls, Budget budget, int walksBeforeCounting) {
    this.calls = calls;
    this.budget = budget;
    this.walksBeforeCounting = walksBeforeCounting;
    this.relaxation = new RegisterRelaxation(calls.kinds());
    this.limit = calls.timeline.steps().length;
  }

  /**
   * Decides whether the operations of one register are linearizable.
   *
   * @throws BudgetExceededException if time or memory run out first
   */
  public static Finding search(Value initial, List<Operation> all, Budget budget) {
    return search(initial, all, budget, WALKS_BEFORE_COUNTING);
  }

  /** The same with another number of walks, at least 1, before one more kind is counted. */
  static Finding search(Value initial, List<Operation> all, Budget budget, int walks) {
    return new RegisterSearch(new RegisterCalls(initial, all), budget, walks).run();
  }

  private Finding run() {
    for (int walks = 1; ; walks++) {
      // The first walk under a new account may show that nothing is possible; the others look for
      // a linearization, and are of no more use once they have lost it.
      boolean realOnly = walks % walksBeforeCounting != 1 % walksBeforeCounting;
      RegisterWalk walk = new RegisterWalk(calls, budget, relaxation, false);
      if (walk.to(limit, realOnly)) {
        limit = walk.now();
      }
      if (walk.now() == limit && walk.frontier().hasReal()) {
        return limit == calls.timeline.steps().length
            ? new Finding.Linearizable(this::order)
            : failure(walk);
      }
      if (walk.scarce() >= 0 && walks % walksBeforeCounting == 0) {
        relaxation.countMostExpensive();
      } else if (walk.scarce() >= 0) {
        relaxation.raise(walk.scarce());
      }
    }
  }

  /** The last walk once more, but with paths: an order is rarely asked for. */
  private int[] order() {
    RegisterWalk walk = new RegisterWalk(calls, budget, relaxation, true);
    walk.to(limit, false);
    for (RegisterConfiguration c : walk.frontier().all()) {
      if (c.isReal()) {
        return RegisterOrder.of(c.path, calls);
      }
    }
    throw new IllegalStateException("a walk that ends differently when it is repeated");
  }

  private Finding failure(RegisterWalk walk) {
    int op = ~calls.timeline.steps()[limit];
    List<String> possible =
        walk.frontier().all().stream()
            .map(c -> String.valueOf(calls.values[c.value]))
            .distinct()
            .sorted()
            .limit(10)
            .toList();
    return new Finding.NotLinearizable(
        calls.timeline.operation(op), possible, walk.open().operationsBut(op));
  }
}
