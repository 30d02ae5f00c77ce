package dev.ordeal.checkers.session;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.solver.ForcedOrder;
import dev.ordeal.checkers.solver.Ints;
import java.util.BitSet;
import java.util.List;

/**
 * The order in which one session may have come to see all writes: what its reads need is placed
 * when they need it, not before, and of a register what a read shows last.
 *
 * <p>Where a register's read finds another write placed behind the one that it shows, that other
 * has to come before it, and all is placed again, until every read is explained or steps would have
 * to come before themselves. Only what must be is ever placed, so that this decides exactly. A list
 * shows the order of all writes and a set all writes, so there once is enough.
 *
 * <p>What came before a checkpoint is placed once for many sessions, as one block when a session's
 * read comes to need it: all of it came before that read. A session that would have to change the
 * order within is placed by itself. Not thread-safe.
 */
final class SessionView {
  /** What else is known about the order of writes. */
  enum Knowledge {
    /** What all sessions read, and for lists in which order this one did. */
    ALL_READS,
    /** What this session read, and for lists in which order. */
    OWN_READS,
    /** What all sessions read, and no more. */
    ONLY_READS
  }

  private static final int NOBODY = Trace.NOBODY;
  private static final int STEPS_PER_LOOK = 1 << 16;

  private final Trace trace;
  private final Knowledge knowledge;
  private final Budget budget;
  private final Checkpoints checkpoints;
  private final ForcedOrder forced;
  private final VisibilityOrder walk;
  private final ObjectState contents;

  /** What came before the last checkpoint that was asked for, which no session changes. */
  private final VisibilityOrder base;

  private final ObjectState baseContents;
  private int passed;

  private int session;
  private int steps;

  /** What the session had placed before it joined the base, and whether it has. */
  private final Ints own = new Ints();

  private final BitSet isOwn = new BitSet();
  private boolean isJoined;

  /** Whether all has to be placed in an order of its own; and whether that was found out now. */
  private boolean isAlone;

  private boolean mustBeAlone;

  /** Whether the orders that all lists show fit what came before what. */
  private final boolean listsFit;

  /** A read that has to show a write, and does not. */
  private int wrongRead;

  private int missed;

  /**
   * A view whose sessions are asked for in the order of {@link Checkpoints#sessions}.
   *
   * @param listsFit whether the orders that all lists show fit what came before what
   */
  SessionView(
      Trace trace,
      NewlyVisibleWrites news,
      Checkpoints checkpoints,
      Knowledge knowledge,
      boolean listsFit,
      Budget budget) {
    this.trace = trace;
    this.checkpoints = checkpoints;
    this.knowledge = knowledge;
    this.budget = budget;
    forced = new ForcedOrder(trace.size());
    walk = new VisibilityOrder(trace, news, forced);
    contents = new ObjectState(trace);
    base = new VisibilityOrder(trace, news, new ForcedOrder(trace.size()));
    base.restart(NOBODY);
    baseContents = new ObjectState(trace);
    this.listsFit = listsFit;
  }

  /** Why a session's reads have no explanation: steps that come before themselves; or none. */
  List<Edge> contradiction(int whose) {
    session = whose;
    int lastRead = lastRead();
    if (lastRead == NOBODY) {
      return List.of();
    }
    forced.clear();
    isAlone = checkpoints.join(session) == NOBODY;
    if (trace.shape == Shape.LIST && knowledge != Knowledge.ONLY_READS) {
      new ListOrders(trace).demand(session, forced);
      isAlone |= !listsFit;
    }
    int reader = knowledge == Knowledge.OWN_READS ? session : NOBODY;
    int known;
    do {
      mustBeAlone = false;
      known = forced.count();
      budget.check();
      walk.restart(reader);
      contents.clear();
      isJoined = false;
      boolean isPossible =
          (isAlone || isBasePossible()) && walk.isPossible(lastRead, this::isTaken);
      isAlone |= mustBeAlone;
      if (!isPossible && !mustBeAlone) {
        ShortestPaths ways = new ShortestPaths(trace, forced, reader);
        return walk.cycle().length > 0 ? ways.cycle(walk.cycle()) : ways.unseen(missed, wrongRead);
      }
    } while (forced.count() > known || mustBeAlone);
    return List.of();
  }

  /**
   * Places what came before the read that joins a checkpoint: first what came before the session's
   * reads before it, then what came before the checkpoint.
   */
  private boolean isBasePossible() {
    int join = checkpoints.join(session);
    for (int i = 0; i < own.size(); i++) {
      isOwn.clear(own.get(i));
    }
    own.truncate(0);
    for (int read = join - 1; read >= trace.begin(session); read--) {
      if (!trace.isWrite(read)) {
        if (!walk.isPossible(read, this::isTaken)) {
          return false;
        }
        break;
      }
    }
    for (; passed < checkpoints.before(session); passed++) {
      base.isPossible(checkpoints.step(passed), this::isTakenByBase);
    }
    for (int i = 0; i < own.size(); i++) {
      isOwn.set(own.get(i));
    }
    contents.join(baseContents, own, isOwn::get, base::isPlaced);
    walk.join(base);
    isJoined = true;
    return isListOrderPossible();
  }

  /** Places what lists put before writes that came before the checkpoint. */
  private boolean isListOrderPossible() {
    for (int link = 0; trace.shape == Shape.LIST && link < forced.count(); link++) {
      if (base.isPlaced(forced.to(link)) && !walk.isPossible(forced.from(link), this::isTaken)) {
        return false;
      }
    }
    return true;
  }

  private int lastRead() {
    for (int step = trace.end(session) - 1; step >= trace.begin(session); step--) {
      if (!trace.isWrite(step)) {
        return step;
      }
    }
    return NOBODY;
  }

  private boolean isTakenByBase(int step) {
    look();
    baseContents.take(step);
    return true;
  }

  private boolean isTaken(int step) {
    look();
    contents.take(step);
    if (!isAlone && !isJoined) {
      own.add(step);
    }
    if (trace.isWrite(step) || trace.session(step) != session) {
      return true;
    }
    return trace.shape == Shape.REGISTER ? isLast(step) : isComplete(step);
  }

  private void look() {
    if (++steps > STEPS_PER_LOOK) {
      steps = 0;
      budget.check();
    }
  }

  /** Puts all writes placed behind the one that a read shows before it; false if it shows none. */
  private boolean isLast(int read) {
    int source = trace.source(read);
    int write = contents.last(trace.key(read));
    if (source == NOBODY && write != NOBODY) {
      wrongRead = read;
      missed = write;
      return false;
    }
    if (write != source && isJoined && (base.isPlaced(source) || isOwn.get(source))) {
      // The order of what came before the join would have to change.
      mustBeAlone = true;
      return false;
    }
    while (write != source) {
      forced.add(write, source, read, trace.key(read));
      write = contents.previous(write);
    }
    return true;
  }

  /** Whether a read shows as many writes as are placed; those that it shows are. */
  private boolean isComplete(int read) {
    if (contents.count(trace.key(read)) == trace.shownCount(read)) {
      return true;
    }
    boolean[] isShown = new boolean[trace.size()];
    for (int i = 0; i < trace.shownCount(read); i++) {
      isShown[trace.shown(read, i)] = true;
    }
    wrongRead = read;
    missed = 0;
    while (isShown[missed] || !isPlacedWrite(missed, trace.key(read))) {
      missed++;
    }
    return false;
  }

  private boolean isPlacedWrite(int step, int key) {
    return trace.isWrite(step) && trace.key(step) == key && walk.isPlaced(step);
  }
}
