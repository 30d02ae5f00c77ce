package dev.ordeal.checkers.session;

import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;

/** What a read of an object shows: the last write, all in their order, or all. */
enum Shape {
  REGISTER,
  LIST,
  SET;

  /** What the objects are, by how they are changed; by what was read where nobody changed any. */
  static Shape of(Columns columns) {
    boolean isList = false;
    for (int i = 0; i < columns.size(); i++) {
      String function = columns.functionName(columns.function(i));
      switch (function) {
        case "append" -> {
          return LIST;
        }
        case "add" -> {
          return SET;
        }
        case "write", "cas" -> {
          return REGISTER;
        }
        case "read" -> isList |= isSequence(columns, columns.result(i));
        default -> {
          MicroOps.Kind change = change(columns, columns.argument(i));
          if (change != MicroOps.Kind.READ) {
            return change == MicroOps.Kind.WRITE
                ? REGISTER
                : change == MicroOps.Kind.ADD ? SET : LIST;
          }
          isList |= readsList(columns, columns.result(i));
        }
      }
    }
    return isList ? LIST : REGISTER;
  }

  private static boolean isSequence(Columns columns, long cell) {
    return !CellPool.isNumber(cell) && columns.pool().value(cell) instanceof Value.Seq;
  }

  /** The first kind of change in a transaction; a read if there is none. */
  private static MicroOps.Kind change(Columns columns, long cell) {
    MicroOps micros = columns.pool().microOps();
    for (int i = 0; CellPool.isTransaction(cell) && i < micros.count(cell); i++) {
      MicroOps.Kind kind = micros.kind(micros.first(cell) + i * MicroOps.WIDTH);
      if (kind != MicroOps.Kind.READ && kind != MicroOps.Kind.INCREMENT) {
        return kind;
      }
    }
    return MicroOps.Kind.READ;
  }

  private static boolean readsList(Columns columns, long cell) {
    MicroOps micros = columns.pool().microOps();
    for (int i = 0; CellPool.isTransaction(cell) && i < micros.count(cell); i++) {
      if (micros.isList(micros.first(cell) + i * MicroOps.WIDTH)) {
        return true;
      }
    }
    return false;
  }
}
