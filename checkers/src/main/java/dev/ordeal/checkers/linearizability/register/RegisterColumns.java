package dev.ordeal.checkers.linearizability.register;

import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.ValueNumbers;

/**
 * One register's operations in arrays, failed ones and crashed reads left out, values numbered from
 * 0, which is the initial one.
 */
final class RegisterColumns {
  static final byte READ = 0;
  static final byte WRITE = 1;
  static final byte CAS = 2;

  private final Columns source;
  private final ValueNumbers values;
  final int[] operation;
  final int[] start;
  final int[] end;
  final byte[] kind;

  /** What a read saw or a compare-and-set replaced; -1 for a write. */
  final int[] from;

  /** What was written; -1 for a read. */
  final int[] to;

  private int size;

  RegisterColumns(Value initial, Columns source, int[] operations) {
    this.source = source;
    int n = operations.length;
    operation = new int[n];
    start = new int[n];
    end = new int[n];
    kind = new byte[n];
    from = new int[n];
    to = new int[n];
    values = new ValueNumbers(source.pool(), n);
    values.of(initial);
    byte[] kinds = kinds(source);
    for (int op : operations) {
      if (!source.isFail(op) && (source.isOk(op) || kinds[source.function(op)] != READ)) {
        add(op, kinds[source.function(op)]);
      }
    }
  }

  private static byte[] kinds(Columns source) {
    byte[] kinds = new byte[source.functionCount()];
    for (int f = 0; f < kinds.length; f++) {
      kinds[f] =
          switch (source.functionName(f)) {
            case "read" -> READ;
            case "write" -> WRITE;
            case "cas" -> CAS;
            default -> -1;
          };
    }
    return kinds;
  }

  private void add(int op, byte what) {
    int at = size++;
    operation[at] = op;
    start[at] = source.callAt(op);
    end[at] = source.returnAt(op);
    kind[at] = what;
    switch (what) {
      case READ -> {
        from[at] = values.ofCell(source.result(op));
        to[at] = -1;
      }
      case WRITE -> {
        from[at] = -1;
        to[at] = values.ofCell(source.argument(op));
      }
      case CAS -> swap(at, source.argument(op));
      default ->
          throw new IllegalArgumentException(
              "operation %d: a register knows read, write and cas, not %s"
                  .formatted(
                      source.operation(op).invocation().index(),
                      source.functionName(source.function(op))));
    }
  }

  private void swap(int at, long pair) {
    CellPool pool = source.pool();
    if (CellPool.isNumbers(pair) && pool.length(pair) == 2) {
      from[at] = values.ofNumber(pool.item(pair, 0));
      to[at] = values.ofNumber(pool.item(pair, 1));
    } else if (pool.value(pair) instanceof Value.Seq seq && seq.items().size() == 2) {
      from[at] = values.of(seq.items().get(0));
      to[at] = values.of(seq.items().get(1));
    } else {
      throw new IllegalArgumentException(
          "operation %d: cas needs the value [old new], found %s"
              .formatted(source.operation(operation[at]).invocation().index(), pool.value(pair)));
    }
  }

  int size() {
    return size;
  }

  int valueCount() {
    return values.count();
  }
}
