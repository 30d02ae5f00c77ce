package dev.ordeal.workloads.generator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * What a generator may know: the time, which threads there are, which are free, and the process
 * that each thread acts as.
 *
 * <p>A thread lives for the whole run; after an {@code info} it goes on as a new process. Threads
 * are numbered from 0; {@link #NEMESIS} is the thread of the nemesis. Immutable.
 */
public final class Context {
  /** The nemesis' thread. */
  public static final int NEMESIS = -1;

  private final long time;
  private final BitSet threads;
  private final BitSet free;
  private final int[] processes;
  private final int turn;

  private Context(long time, BitSet threads, BitSet free, int[] processes, int turn) {
    this.time = time;
    this.threads = threads;
    this.free = free;
    this.processes = processes;
    this.turn = turn;
  }

  /** The context at the beginning: client threads 0 to n - 1, all free, each its own process. */
  public static Context start(int clientThreads) {
    BitSet all = new BitSet();
    all.set(0, clientThreads + 1);
    int[] processes = new int[clientThreads + 1];
    Arrays.setAll(processes, i -> i - 1);
    return new Context(0, all, all, processes, 0);
  }

  /** Nanoseconds since the run began. */
  public long time() {
    return time;
  }

  /** The threads in sight, in rising order. */
  public int[] threads() {
    return members(threads);
  }

  /** Those of them that are free. */
  public int[] freeThreads() {
    return members(free);
  }

  private static int[] members(BitSet set) {
    return set.stream().map(bit -> bit - 1).toArray();
  }

  public int threadCount() {
    return threads.cardinality();
  }

  public int freeCount() {
    return free.cardinality();
  }

  public boolean isFree(int thread) {
    return free.get(thread + 1);
  }

  /** Whether every thread in sight is free. */
  public boolean allFree() {
    return free.cardinality() == threads.cardinality();
  }

  /**
   * A free client thread, or the nemesis' if only that is in sight. Turns go round, so that no
   * thread starves and the same history of events gives the same choice.
   *
   * @throws IllegalStateException if none is free
   */
  public int someFreeThread() {
    int from = turn % processes.length;
    int bit = free.nextSetBit(Math.max(1, from));
    if (bit < 0) {
      bit = free.nextSetBit(1);
    }
    if (bit < 0 && free.get(0)) {
      bit = 0;
    }
    if (bit < 0) {
      throw new IllegalStateException("no thread is free");
    }
    return bit - 1;
  }

  /** The process that a thread acts as. */
  public int process(int thread) {
    return processes[thread + 1];
  }

  /** The thread that acts as a process; {@link #NEMESIS} - 1 if none does any more. */
  public int threadOf(int process) {
    for (int i = 0; i < processes.length; i++) {
      if (processes[i] == process) {
        return i - 1;
      }
    }
    return NEMESIS - 1;
  }

  public Context withTime(long newTime) {
    return new Context(newTime, threads, free, processes, turn);
  }

  /** After a thread took up an operation. */
  public Context busy(int thread) {
    BitSet less = (BitSet) free.clone();
    less.clear(thread + 1);
    return new Context(time, threads, less, processes, thread + 2);
  }

  /** After a thread ended its operation. */
  public Context freed(int thread) {
    BitSet more = (BitSet) free.clone();
    more.set(thread + 1);
    return new Context(time, threads, more, processes, turn);
  }

  /** After a thread's process was lost: it goes on as the next one. */
  public Context withNewProcess(int thread) {
    int[] fresh = processes.clone();
    fresh[thread + 1] += processes.length - 1;
    return new Context(time, threads, free, fresh, turn);
  }

  /** The same without the nemesis in sight; much cheaper than by a predicate. */
  Context clientsOnly() {
    if (!threads.get(0)) {
      return this;
    }
    BitSet fewer = (BitSet) threads.clone();
    fewer.clear(0);
    BitSet fewerFree = (BitSet) free.clone();
    fewerFree.clear(0);
    return new Context(time, fewer, fewerFree, processes, turn);
  }

  /** The same with only some threads in sight. */
  public Context restrictedTo(IntPredicate wanted) {
    BitSet fewer = new BitSet();
    threads.stream().filter(bit -> wanted.test(bit - 1)).forEach(fewer::set);
    BitSet fewerFree = (BitSet) free.clone();
    fewerFree.and(fewer);
    return new Context(time, fewer, fewerFree, processes, turn);
  }

  @Override
  public String toString() {
    return "time %d, threads %s, free %s"
        .formatted(time, Arrays.toString(threads()), Arrays.toString(freeThreads()));
  }
}
