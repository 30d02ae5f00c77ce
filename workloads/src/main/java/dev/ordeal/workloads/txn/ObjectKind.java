package dev.ordeal.workloads.txn;

/** What the objects of transactions are. */
public enum ObjectKind {
  /** Holds a number, none at first. */
  REGISTER(false),

  /** Holds numbers in the order in which they were appended. */
  LIST(true),

  /** Holds numbers in no order. */
  SET(true);

  private final boolean holdsMany;

  ObjectKind(boolean holdsMany) {
    this.holdsMany = holdsMany;
  }

  /** Whether a read returns a sequence of numbers, empty at first. */
  public boolean holdsMany() {
    return holdsMany;
  }
}
