package dev.ordeal.checkers.session;

import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.LongIntMap;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.ValueNumbers;
import java.util.ArrayList;
import java.util.List;

/**
 * The reads and writes of operations that did not fail, in columns and in order; reads only where
 * their outcome is known. Keys and values are numbers, equal ones have equal numbers.
 */
final class OperationTable {
  private final Columns columns;
  private final CellPool pool;
  private final MicroOps micros;
  private final ValueNumbers numbers;
  private final Shape shape;
  private final int initial;

  private final Ints operations = new Ints();
  private final Ints keys = new Ints();
  private final Ints values = new Ints();
  private final Ints counts = new Ints();

  private final LongIntMap keyNumbers = new LongIntMap(64);
  private final List<Value> keyValues = new ArrayList<>();
  private final ReadLists lists;

  /**
   * Takes the parts of a history's operations.
   *
   * @param initial what registers hold before anybody wrote them
   */
  OperationTable(Columns columns, Shape shape, Value initial) {
    this.columns = columns;
    this.shape = shape;
    pool = columns.pool();
    micros = pool.microOps();
    numbers = new ValueNumbers(pool, columns.size());
    this.initial = numbers.of(initial);
    lists = new ReadLists(columns, numbers);
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.isFail(i)) {
        take(i);
      }
    }
  }

  /** Whether an operation, or a part of one, is a read that was answered. */
  static boolean isAnythingRead(Columns columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.isOk(i) && reads(columns, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean reads(Columns columns, int operation) {
    long cell = columns.result(operation);
    if (!CellPool.isTransaction(cell)) {
      String function = columns.functionName(columns.function(operation));
      return function.equals("read") || function.equals("cas");
    }
    MicroOps micros = columns.pool().microOps();
    for (int i = 0; i < micros.count(cell); i++) {
      if (micros.kind(micros.first(cell) + i * MicroOps.WIDTH) == MicroOps.Kind.READ) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return operations.size();
  }

  Shape shape() {
    return shape;
  }

  /** The number of a part's operation. */
  int operation(int part) {
    return operations.get(part);
  }

  int key(int part) {
    return keys.get(part);
  }

  /** What was written to, or read from, a register, or written to another object; or a list. */
  int value(int part) {
    return values.get(part);
  }

  /**
   * How many of a list's first elements were read, 1 of a register's value, 0 of its initial one;
   * {@link Trace#WRITE} of a write.
   */
  int count(int part) {
    return counts.get(part);
  }

  boolean isWrite(int part) {
    return counts.get(part) == Trace.WRITE;
  }

  /** What registers hold before anybody wrote them. */
  int initial() {
    return initial;
  }

  Value[] keyValues() {
    return keyValues.toArray(Value[]::new);
  }

  /** The lists that were read. */
  ReadLists lists() {
    return lists;
  }

  // Taking them.

  private void take(int operation) {
    String function = columns.functionName(columns.function(operation));
    switch (function) {
      case "read" -> {
        if (columns.isOk(operation)) {
          read(operation, key(columns.key(operation)), columns.result(operation));
        }
      }
      case "write", "append", "add" ->
          write(
              operation, key(columns.key(operation)), numbers.ofCell(columns.argument(operation)));
      case "cas" -> {
        List<Value> both = pool.value(columns.argument(operation)).asList();
        int key = key(columns.key(operation));
        readValue(operation, key, numbers.of(both.getFirst()));
        write(operation, key, numbers.of(both.getLast()));
      }
      case "txn" -> takeTransaction(operation);
      default ->
          throw new IllegalArgumentException(
              "operation #%d: sessions are judged by read, write, cas, append and add, not by %s"
                  .formatted(number(operation), function));
    }
  }

  private long number(int operation) {
    return columns.operation(operation).invocation().index();
  }

  private void takeTransaction(int operation) {
    boolean isOk = columns.isOk(operation);
    long cell = isOk ? columns.result(operation) : columns.argument(operation);
    if (CellPool.isNumbers(cell) && pool.length(cell) == 0) {
      return;
    }
    if (!CellPool.isTransaction(cell)) {
      throw new IllegalArgumentException(
          ("operation #%d is no transaction: expected micro-operations like [\"r\",key,value],"
                  + " found %s")
              .formatted(number(operation), pool.value(cell)));
    }
    int first = micros.first(cell);
    int stop = first + micros.countFrom(first) * MicroOps.WIDTH;
    for (int at = first; at < stop; at += MicroOps.WIDTH) {
      int key = key(micros.keyCell(micros.key(at)));
      switch (micros.kind(at)) {
        case READ -> {
          if (isOk) {
            readMicro(operation, key, at);
          }
        }
        case WRITE, APPEND, ADD -> write(operation, key, numbers.ofCell(micros.cell(at)));
        default ->
            throw new IllegalArgumentException(
                "operation #%d: sessions are judged by r, w, append and add, not by %s"
                    .formatted(number(operation), micros.kind(at).wireName()));
      }
    }
  }

  private int key(long cell) {
    int key = keyNumbers.number(numbers.ofCell(cell));
    if (key == keyValues.size()) {
      keyValues.add(pool.value(cell));
    }
    return key;
  }

  private void write(int operation, int key, int value) {
    add(operation, key, value, Trace.WRITE);
  }

  private void readMicro(int operation, int key, int at) {
    if (!micros.isList(at)) {
      read(operation, key, micros.cell(at));
    } else if (shape == Shape.REGISTER) {
      readValue(operation, key, numbers.of(lists.value(at)));
    } else {
      add(operation, key, lists.take(key, at), micros.length(at));
    }
  }

  private void read(int operation, int key, long cell) {
    if (shape == Shape.REGISTER) {
      readValue(operation, key, numbers.ofCell(cell));
    } else {
      add(operation, key, lists.take(key, cell), lists.length(cell));
    }
  }

  private void readValue(int operation, int key, int value) {
    add(operation, key, value, value == initial ? 0 : 1);
  }

  private void add(int operation, int key, int value, int count) {
    operations.add(operation);
    keys.add(key);
    values.add(value);
    counts.add(count);
  }
}
