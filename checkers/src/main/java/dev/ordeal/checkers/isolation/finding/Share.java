package dev.ordeal.checkers.isolation.finding;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;

/**
 * How long a history may be judged: with the whole budget until the level that was promised is
 * ruled out, and then, for what other levels it keeps, only as long again as that took.
 *
 * <p>The share begins when it is asked for first after that, and is never less than {@link #LEAST}
 * of the time that is left. Not safe for use by several threads.
 */
public final class Share {
  /** What the other levels get at least: a slow machine decides small histories in it. */
  static final Duration LEAST = Duration.ofSeconds(5);

  private final Budget whole;
  private final ConsistencyModel promised;
  private final ExcludedModels ruledOut;
  private final long begun = System.nanoTime();
  private boolean isRefuted;
  private Budget share;

  /**
   * A share of a budget, which begins when the promised level is ruled out.
   *
   * @param ruledOut which levels are ruled out by now
   */
  public Share(Budget whole, ConsistencyModel promised, ExcludedModels ruledOut) {
    this.whole = whole;
    this.promised = promised;
    this.ruledOut = ruledOut;
  }

  /** Takes note of levels that were refuted, although no anomaly says so yet. */
  public void refuted(Collection<ConsistencyModel> levels) {
    isRefuted |= ConsistencyModel.ruledOutBy(EnumSet.copyOf(levels)).contains(promised);
  }

  /** Whether the level that was promised is ruled out. */
  boolean isRefuted() {
    isRefuted |= ruledOut.all().contains(promised);
    return isRefuted;
  }

  /** What may be used now. */
  public Budget budget() {
    if (!isRefuted()) {
      return whole;
    }
    if (share == null) {
      Duration spent = Duration.ofNanos(System.nanoTime() - begun);
      share = whole.within(spent.compareTo(LEAST) > 0 ? spent : LEAST);
    }
    return share;
  }

  /** Why something was not decided, for a search that ended with {@link #budget}. */
  public String reason(String otherwise) {
    return isRefuted()
        ? "%s is refuted, and other levels get only a share of the time: not decided within it"
            .formatted(promised.levelName())
        : otherwise;
  }
}
