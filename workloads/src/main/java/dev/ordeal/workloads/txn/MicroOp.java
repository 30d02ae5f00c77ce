package dev.ordeal.workloads.txn;

import dev.ordeal.results.history.Value;

/** One step of a transaction. */
public sealed interface MicroOp {
  long key();

  /** Reads an object whole. */
  record Read(long key) implements MicroOp {}

  /** Overwrites a register. */
  record Write(long key, long value) implements MicroOp {}

  /** Appends to a list. */
  record Append(long key, long element) implements MicroOp {}

  /** Adds to a set. */
  record Add(long key, long element) implements MicroOp {}

  /**
   * As it stands in a history.
   *
   * @param result what a read returned; {@link Value#NIL} if it is open
   */
  default Value value(Value result) {
    return switch (this) {
      case Read read -> Value.seq(Value.of("r"), Value.of(read.key()), result);
      case Write write -> Value.seq(Value.of("w"), Value.of(write.key()), Value.of(write.value()));
      case Append append ->
          Value.seq(Value.of("append"), Value.of(append.key()), Value.of(append.element()));
      case Add add -> Value.seq(Value.of("add"), Value.of(add.key()), Value.of(add.element()));
    };
  }
}
