package dev.ordeal.checkers.session;

import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;

/**
 * What sessions (processes) did, step by step, in columns; a step reads or writes one object. A
 * transaction is several steps in a row, a compare-and-set a read and a write.
 *
 * <p>The steps of a session are numbered one after the other. Immutable and thread-safe.
 */
final class Trace {
  /** In place of a write that a read shows: that there is none. */
  static final int NOBODY = -1;

  /** In place of how many writes a step shows, of one that is a write. */
  static final int WRITE = -1;

  /**
   * The steps in columns.
   *
   * @param operations the numbers of their operations
   * @param sessions whose they are
   * @param keys the objects' numbers
   * @param sources of a register's read the write it shows, of others' the number of a list
   * @param counts how many writes a read shows: so many of the list's first; or {@link #WRITE}
   * @param lists the writes that reads show, a list's in order
   * @param inOrder all steps in the order of their calls
   */
  record Steps(
      int[] operations,
      int[] sessions,
      int[] keys,
      int[] sources,
      int[] counts,
      int[][] lists,
      int[] inOrder) {}

  final Shape shape;
  private final Columns columns;
  private final Steps steps;

  /** By session its first step, and the number of all steps. */
  private final int[] begins;

  private final Value[] keys;
  private final int ambiguous;
  private final int phantom;

  /**
   * Takes what was read from a history.
   *
   * @param ambiguous a write of what was there or written before; {@link #NOBODY} if there is none
   * @param phantom a read that shows what nobody wrote, or twice; {@link #NOBODY} if none does
   */
  Trace(
      Shape shape,
      Columns columns,
      Steps steps,
      int[] begins,
      Value[] keys,
      int ambiguous,
      int phantom) {
    this.shape = shape;
    this.columns = columns;
    this.steps = steps;
    this.begins = begins;
    this.keys = keys;
    this.ambiguous = ambiguous;
    this.phantom = phantom;
  }

  /**
   * A write of what was there or written before, so that reads do not tell whose writes they show;
   * {@link #NOBODY} if there is none.
   */
  int ambiguous() {
    return ambiguous;
  }

  /** A read that shows what nobody wrote, or twice; {@link #NOBODY} if none does. */
  int phantom() {
    return phantom;
  }

  int size() {
    return steps.operations.length;
  }

  int sessions() {
    return begins.length - 1;
  }

  int keyCount() {
    return keys.length;
  }

  /** The step with a place in the order of calls. */
  int inOrder(int place) {
    return steps.inOrder[place];
  }

  /** A session's first step. */
  int begin(int session) {
    return begins[session];
  }

  /** The number behind a session's last step. */
  int end(int session) {
    return begins[session + 1];
  }

  int session(int step) {
    return steps.sessions[step];
  }

  /** The number of its operation among the history's. */
  int operationNumber(int step) {
    return steps.operations[step];
  }

  Operation operation(int step) {
    return columns.operation(steps.operations[step]);
  }

  /** The operation with a number of the history's. */
  Operation operationNumbered(int number) {
    return columns.operation(number);
  }

  String label(int step) {
    return operation(step).label();
  }

  int key(int step) {
    return steps.keys[step];
  }

  /** A step's object for people: its key, or that there is only one. */
  String object(int step) {
    return keyValue(step).isNil() ? "the object" : keyValue(step).toString();
  }

  Value keyValue(int step) {
    return keys[steps.keys[step]];
  }

  boolean isWrite(int step) {
    return steps.counts[step] == WRITE;
  }

  /** How many writes a read shows. */
  int shownCount(int read) {
    return steps.counts[read];
  }

  /** A write that a read shows, a list's in order. */
  int shown(int read, int index) {
    return shape == Shape.REGISTER ? steps.sources[read] : steps.lists[steps.sources[read]][index];
  }

  /** The write that a register's read shows; {@link #NOBODY} of the initial value. */
  int source(int read) {
    return steps.sources[read];
  }

  /** How many of the first writes that two reads show are the same. */
  int common(int read, int other) {
    int most = Math.min(shownCount(read), shownCount(other));
    if (shape != Shape.REGISTER && steps.sources[read] == steps.sources[other]) {
      return most;
    }
    int common = 0;
    while (common < most && shown(read, common) == shown(other, common)) {
      common++;
    }
    return common;
  }

  /** What a step read or wrote. */
  Value value(int step) {
    int part = 0;
    while (step - part > begins[session(step)]
        && steps.operations[step - part - 1] == steps.operations[step]) {
      part++;
    }
    Operation operation = operation(step);
    return switch (operation.function()) {
      case "read" -> operation.result();
      case "cas" ->
          part == 0
              ? operation.argument().asList().getFirst()
              : operation.argument().asList().getLast();
      case "txn" -> micros(operation).get(part).asList().get(2);
      default -> operation.argument();
    };
  }

  /** The micro-operations that are steps. */
  private static List<Value> micros(Operation transaction) {
    if (transaction.isOk()) {
      return transaction.result().asList();
    }
    Value read = Value.of(MicroOps.Kind.READ.wireName());
    return transaction.argument().asList().stream()
        .filter(micro -> !micro.asList().getFirst().equals(read))
        .toList();
  }
}
