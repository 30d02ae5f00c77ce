package dev.ordeal.workloads.txn;

import dev.ordeal.workloads.generator.Seed;
import java.util.ArrayList;
import java.util.List;

/**
 * One to four steps on a few objects at a time, half of them reads.
 *
 * <p>Objects come and go: each is in use for some dozens of transactions, the newest least, so that
 * there are hot ones and cold ones.
 */
record MixedSteps(Change change) implements TransactionShape {
  private static final int STEPS_MAX = 4;

  /** How many objects are in use at a time, and after how many transactions the oldest goes. */
  private static final int OBJECTS = 5;

  private static final int TRANSACTIONS_PER_OBJECT = 25;

  /** Makes the step that changes an object. */
  interface Change {
    MicroOp of(long key, long value);
  }

  @Override
  public List<MicroOp> steps(Seed seed, Turn turn) {
    long number = turn.number();
    List<MicroOp> steps = new ArrayList<>();
    int count = 1 + seed.split("steps").below(STEPS_MAX);
    long newest = number / TRANSACTIONS_PER_OBJECT + OBJECTS - 1;
    for (int i = 0; i < count; i++) {
      Seed here = seed.split(i);
      // Every object is half as likely as the next older one.
      int age = OBJECTS - 1;
      while (age > 0 && here.split("age").split(age).below(2) == 0) {
        age--;
      }
      long key = newest - age;
      boolean reads = here.split("read").below(2) == 0;
      steps.add(reads ? new MicroOp.Read(key) : change.of(key, number * STEPS_MAX + i + 1));
    }
    return steps;
  }
}
