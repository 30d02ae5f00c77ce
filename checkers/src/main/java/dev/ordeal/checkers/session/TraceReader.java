package dev.ordeal.checkers.session;

import dev.ordeal.checkers.session.Trace.Steps;
import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.LongIntMap;
import dev.ordeal.results.history.Value;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Takes the steps of sessions from a history.
 *
 * <p>Left out are failed operations, reads of unknown outcome, and writes of unknown outcome that
 * nobody saw.
 */
final class TraceReader {
  private static final int NONE = -1;

  private final Columns columns;
  private final OperationTable parts;

  /** By number of a write's key and value: a slot. */
  private final LongIntMap slots = new LongIntMap(64);

  /** By operation: whether its steps count. */
  private final BitSet isKept = new BitSet();

  /** By part: the slot that it writes, or that a register's read shows; none of others. */
  private final int[] slotOf;

  /** By part: its step, if it counts. */
  private final int[] stepOf;

  /** By slot: the step that writes it; none of a write that does not count. */
  private int[] writers = {};

  /** By list: how many of its first elements were written, and are there once. */
  private int[] rightLength = {};

  private int ambiguous = NONE;
  private int phantom = NONE;

  private TraceReader(History history, Value initial) {
    this.columns = history.columns();
    this.parts = new OperationTable(columns, Shape.of(columns), initial);
    this.slotOf = new int[parts.size()];
    this.stepOf = new int[parts.size()];
  }

  /**
   * The steps of a history.
   *
   * @param initial what registers hold before anybody wrote them
   */
  static Trace read(History history, Value initial) {
    return new TraceReader(history, initial).trace();
  }

  private Trace trace() {
    findSlots();
    chooseKept();
    int[] begins = placeSteps();
    int count = begins[begins.length - 1];
    Steps steps =
        new Steps(
            new int[count],
            new int[count],
            new int[count],
            new int[count],
            new int[count],
            links(),
            inOrder(count));
    for (int session = 0; session + 1 < begins.length; session++) {
      Arrays.fill(steps.sessions(), begins[session], begins[session + 1], session);
    }
    for (int part = 0; part < parts.size(); part++) {
      if (stepOf[part] != NONE) {
        fill(steps, part);
      }
    }
    return new Trace(parts.shape(), columns, steps, begins, parts.keyValues(), ambiguous, phantom);
  }

  private void findSlots() {
    for (int part = 0; part < parts.size(); part++) {
      if (parts.isWrite(part)) {
        slotOf[part] = slots.number(slot(parts.key(part), parts.value(part)));
      }
    }
    for (int part = 0; part < parts.size(); part++) {
      if (!parts.isWrite(part)) {
        boolean hasSource = parts.shape() == Shape.REGISTER && parts.count(part) > 0;
        slotOf[part] = hasSource ? slots.get(slot(parts.key(part), parts.value(part))) : NONE;
      }
    }
  }

  private static long slot(int key, int value) {
    return ((long) key << Integer.SIZE) | (value & 0xFFFF_FFFFL);
  }

  // Which operations count.

  /** Those that ended well, and those whose end is unknown of which somebody saw a write. */
  private void chooseKept() {
    int[] nextSame = new int[parts.size()];
    int[] firstUnknown = new int[slots.size()];
    Arrays.fill(firstUnknown, NONE);
    boolean isAnyUnknown = false;
    for (int part = 0; part < parts.size(); part++) {
      if (columns.isOk(parts.operation(part))) {
        isKept.set(parts.operation(part));
      } else if (parts.isWrite(part)) {
        nextSame[part] = firstUnknown[slotOf[part]];
        firstUnknown[slotOf[part]] = part;
        isAnyUnknown = true;
      }
    }
    if (!isAnyUnknown) {
      return;
    }
    Ints seen = seen();
    BitSet isDone = new BitSet();
    while (!seen.isEmpty()) {
      int slot = seen.removeLast();
      if (isDone.get(slot)) {
        continue;
      }
      isDone.set(slot);
      for (int part = firstUnknown[slot]; part != NONE; part = nextSame[part]) {
        keep(part, seen);
      }
    }
  }

  /** What was seen by reads whose outcome is known. */
  private Ints seen() {
    Ints seen = new Ints();
    for (int part = 0; part < parts.size(); part++) {
      if (isKept.get(parts.operation(part)) && !parts.isWrite(part) && slotOf[part] != NONE) {
        seen.add(slotOf[part]);
      }
    }
    for (int list = 0; list < parts.lists().count(); list++) {
      for (int element : parts.lists().elements(list)) {
        int slot = slots.get(slot(parts.lists().key(list), element));
        if (slot != NONE) {
          seen.add(slot);
        }
      }
    }
    return seen;
  }

  /** Keeps the operation of a part; a compare-and-set that took effect saw what it replaced. */
  private void keep(int part, Ints seen) {
    int operation = parts.operation(part);
    isKept.set(operation);
    for (int at = part; at >= 0 && parts.operation(at) == operation; at--) {
      if (!parts.isWrite(at) && slotOf[at] != NONE) {
        seen.add(slotOf[at]);
      }
    }
  }

  // Steps.

  /** Gives parts that count their steps; by session its first, and how many there are. */
  private int[] placeSteps() {
    LongIntMap sessions = new LongIntMap(64);
    Ints counts = new Ints();
    int[] whose = new int[parts.size()];
    for (int part = 0; part < parts.size(); part++) {
      int operation = parts.operation(part);
      whose[part] = isKept.get(operation) ? sessions.number(columns.process(operation)) : NONE;
      if (whose[part] == counts.size()) {
        counts.add(0);
      }
      if (whose[part] != NONE) {
        counts.set(whose[part], counts.get(whose[part]) + 1);
      }
    }
    int[] begins = new int[counts.size() + 1];
    for (int session = 0; session < counts.size(); session++) {
      begins[session + 1] = begins[session] + counts.get(session);
    }
    int[] next = begins.clone();
    for (int part = 0; part < parts.size(); part++) {
      stepOf[part] = whose[part] == NONE ? NONE : next[whose[part]]++;
    }
    findWriters();
    return begins;
  }

  private void findWriters() {
    writers = new int[slots.size()];
    Arrays.fill(writers, NONE);
    for (int part = 0; part < parts.size(); part++) {
      if (stepOf[part] == NONE || !parts.isWrite(part)) {
        continue;
      }
      int slot = slotOf[part];
      boolean isInitial = parts.shape() == Shape.REGISTER && parts.value(part) == parts.initial();
      if (isInitial || writers[slot] != NONE) {
        ambiguous = stepOf[part];
      }
      writers[slot] = stepOf[part];
    }
  }

  /** Of each list that was read, who wrote its elements. */
  private int[][] links() {
    int[][] links = new int[parts.lists().count()][];
    rightLength = new int[links.length];
    int[] lastList = new int[writers.length];
    Arrays.fill(lastList, NONE);
    for (int list = 0; list < links.length; list++) {
      int[] elements = parts.lists().elements(list);
      links[list] = new int[elements.length];
      rightLength[list] = elements.length;
      for (int i = 0; i < elements.length; i++) {
        int slot = slots.get(slot(parts.lists().key(list), elements[i]));
        links[list][i] = slot < 0 ? NONE : writers[slot];
        if (links[list][i] == NONE || lastList[slot] == list) {
          rightLength[list] = Math.min(rightLength[list], i);
        } else {
          lastList[slot] = list;
        }
      }
    }
    return links;
  }

  private int[] inOrder(int count) {
    int[] inOrder = new int[count];
    int at = 0;
    for (int step : stepOf) {
      if (step != NONE) {
        inOrder[at++] = step;
      }
    }
    return inOrder;
  }

  private void fill(Steps steps, int part) {
    int step = stepOf[part];
    steps.operations()[step] = parts.operation(part);
    steps.keys()[step] = parts.key(part);
    steps.counts()[step] = parts.count(part);
    boolean isRead = !parts.isWrite(part);
    if (isRead && parts.shape() != Shape.REGISTER) {
      steps.sources()[step] = parts.value(part);
      notePhantom(step, parts.count(part) > rightLength[parts.value(part)]);
    } else if (isRead) {
      boolean isInitial = parts.count(part) == 0;
      steps.sources()[step] = slotOf[part] == NONE ? NONE : writers[slotOf[part]];
      notePhantom(step, !isInitial && steps.sources()[step] == NONE);
    }
  }

  private void notePhantom(int step, boolean isPhantom) {
    if (isPhantom && phantom == NONE) {
      phantom = step;
    }
  }
}
