package dev.ordeal.workloads;

import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;

/**
 * How threads share objects: in groups of up to ten, each group on one object for some hundred
 * operations, then on the next. Histories of single objects stay small while the run may be long,
 * and a bound on the processes that take part bounds the operations of unknown outcome in each.
 */
public final class Groups {
  private static final int SIZE_MAX = 10;
  private static final int PROCESSES_MAX = 80;

  private Groups() {}

  /** What the threads of a group do with one object. */
  @FunctionalInterface
  public interface OnObject {
    Generator calls(Seed seed, long object, int groupSize);
  }

  /** A generator for all threads, at the plan's rate and for its time. */
  public static Generator of(Workload.Plan plan, String name, int operations, OnObject calls) {
    Seed seed = plan.seed().split(name);
    int size = size(plan.threads());
    Generator objects =
        Generators.concurrentKeys(
            size,
            object ->
                Generators.processLimit(
                    PROCESSES_MAX,
                    Generators.limit(operations, calls.calls(seed.split(object), object, size))));
    return plan.paced(objects);
  }

  /** The largest group of at most ten threads that divides them all. */
  private static int size(int threads) {
    int size = Math.min(SIZE_MAX, threads);
    while (threads % size != 0) {
      size--;
    }
    return size;
  }
}
