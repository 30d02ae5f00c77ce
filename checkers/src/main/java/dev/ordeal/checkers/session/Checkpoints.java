package dev.ordeal.checkers.session;

import dev.ordeal.checkers.solver.ForcedOrder;
import dev.ordeal.checkers.solver.Ints;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Steps, each of which came before the next, and of each session the read that comes behind most of
 * them at once: what came before a checkpoint need be placed once only for all sessions that come
 * to know it. A history in which every crash makes a new session has many of these.
 *
 * <p>Immutable and thread-safe.
 */
final class Checkpoints {
  /** How many steps are between two at least. */
  private static final int APART = Integer.getInteger("ordeal.checkpoints.apart", 1 << 12);

  private final Trace trace;
  private final NewlyVisibleWrites news;

  /** All steps, each behind those that came before it. */
  private final Ints ordered = new Ints();

  private final Ints steps = new Ints();

  /** By session: the read that comes behind most at once, and behind how many. */
  private final int[] joins;

  private final int[] before;

  /** Finds those of a history, or none if that is not worth while. */
  Checkpoints(Trace trace, NewlyVisibleWrites news, boolean isWanted) {
    this.trace = trace;
    this.news = news;
    joins = new int[trace.sessions()];
    Arrays.fill(joins, Trace.NOBODY);
    before = new int[trace.sessions()];
    if (isWanted && trace.size() > APART && isOrdered()) {
      choose();
      place();
    }
  }

  /** Puts steps in order; false if some come before themselves. */
  private boolean isOrdered() {
    VisibilityOrder walk = new VisibilityOrder(trace, news, new ForcedOrder(trace.size()));
    walk.restart(Trace.NOBODY);
    for (int i = 0; i < trace.size(); i++) {
      if (!walk.isPossible(trace.inOrder(i), this::isTaken)) {
        return false;
      }
    }
    return true;
  }

  private boolean isTaken(int step) {
    ordered.add(step);
    return true;
  }

  /** Chooses steps along the longest way, so that each is seen by many that come later. */
  private void choose() {
    int[] depths = new int[trace.size()];
    int[] places = new int[trace.size()];
    int deepest = 0;
    for (int i = 0; i < trace.size(); i++) {
      int step = ordered.get(i);
      places[step] = i;
      forEachBefore(step, other -> depths[step] = Math.max(depths[step], depths[other] + 1));
      deepest = depths[step] > depths[deepest] ? step : deepest;
    }
    Ints chosen = new Ints();
    int place = trace.size();
    for (int step = deepest; depths[step] > 0; step = deepestBefore(step, depths)) {
      if (place - places[step] > APART) {
        place = places[step];
        chosen.add(step);
      }
    }
    for (int i = chosen.size() - 1; i >= 0; i--) {
      steps.add(chosen.get(i));
    }
  }

  private int deepestBefore(int step, int[] depths) {
    int[] found = {step};
    forEachBefore(
        step,
        other -> {
          if (depths[other] == depths[step] - 1) {
            found[0] = other;
          }
        });
    return found[0];
  }

  /** Finds out how many came before each read. */
  private void place() {
    int[] passed = new int[trace.size()];
    for (int i = 0; i < trace.size(); i++) {
      int step = ordered.get(i);
      forEachBefore(step, other -> passed[step] = Math.max(passed[step], passed[other]));
      if (isNext(step, passed[step])) {
        passed[step]++;
      }
    }
    for (int session = 0; session < before.length; session++) {
      int known = 0;
      int most = 0;
      for (int step = trace.begin(session); step < trace.end(session); step++) {
        if (trace.isWrite(step)) {
          continue;
        }
        // A read does not come before itself.
        int count = isNext(step, passed[step] - 1) ? passed[step] - 1 : passed[step];
        if (count - known > most) {
          most = count - known;
          joins[session] = step;
          before[session] = count;
        }
        known = passed[step];
      }
    }
  }

  private boolean isNext(int step, int passed) {
    return passed >= 0 && passed < steps.size() && steps.get(passed) == step;
  }

  /** The steps that came before one, except those that came before others of them. */
  private void forEachBefore(int step, IntConsumer action) {
    if (step > trace.begin(trace.session(step))) {
      action.accept(step - 1);
    }
    if (trace.isWrite(step)) {
      return;
    }
    int from = trace.shape == Shape.REGISTER ? 0 : news.first(step);
    for (int i = from; i < trace.shownCount(step); i++) {
      action.accept(trace.shown(step, i));
    }
  }

  /** The read of a session that comes behind most checkpoints at once; nobody if none does. */
  int join(int session) {
    return joins[session];
  }

  /** How many checkpoints came before that read. */
  int before(int session) {
    return before[session];
  }

  int step(int checkpoint) {
    return steps.get(checkpoint);
  }

  /** All sessions, by how many checkpoints came before them. */
  int[] sessions() {
    return IntStream.range(0, before.length)
        .boxed()
        .sorted(Comparator.comparingInt(session -> before[session]))
        .mapToInt(session -> session)
        .toArray();
  }
}
