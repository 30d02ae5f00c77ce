package dev.ordeal.workloads.register;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads, writes and compare-and-sets on registers, judged for linearizability.
 *
 * <p>Threads work in groups of up to five, each group on one key for some hundred operations, then
 * on the next: histories of single keys stay small while the run may be long, and a bound on the
 * processes that take part in a key bounds the operations of unknown outcome in it. No value is
 * written twice to a key, so every read tells which write it saw. A key's operations are a function
 * of the seed and the key alone; a run decides only how far each key gets.
 */
public final class RegisterWorkload implements Workload {
  private static final int GROUP_SIZE_MAX = 5;
  private static final int OPERATIONS_PER_KEY = 200;
  private static final int PROCESSES_PER_KEY_MAX = 40;
  private static final int SWAP_LOOKS_BACK_MAX = 3;
  private static final double READS_SHARE = 0.4;
  private static final double WRITES_SHARE = 0.55;

  @Override
  public String name() {
    return "register";
  }

  @Override
  public String description() {
    return "read, write and compare-and-set over many keys: linearizable?";
  }

  @Override
  public Class<?> contract() {
    return RegisterClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    Seed seed = plan.seed().split("register");
    Generator keys =
        Generators.concurrentKeys(
            groupSize(plan.threads()), key -> key(seed.split(key), key));
    return Generators.timeLimit(
        plan.time(),
        Generators.stagger(
            plan.seed().split("pace"), Duration.ofNanos((long) (1e9 / plan.rate())), keys));
  }

  /** The largest group of at most five threads that divides them all. */
  private static int groupSize(int threads) {
    int size = Math.min(GROUP_SIZE_MAX, threads);
    while (threads % size != 0) {
      size--;
    }
    return size;
  }

  private static Generator key(Seed seed, long key) {
    return Generators.processLimit(
        PROCESSES_PER_KEY_MAX,
        Generators.limit(
            OPERATIONS_PER_KEY, Generators.calls(seed, (at, number) -> call(seed, key, number))));
  }

  private static RegisterOp call(Seed seed, long key, long number) {
    if (isRead(seed, number)) {
      return new RegisterOp.Read(key);
    }
    Seed at = seed.split(number).next();
    List<Long> earlier = new ArrayList<>();
    for (long n = number - 1; n >= 0 && earlier.size() < SWAP_LOOKS_BACK_MAX; n--) {
      if (!isRead(seed, n)) {
        earlier.add(n + 1);
      }
    }
    long fresh = number + 1;
    if (earlier.isEmpty() || at.fraction() < WRITES_SHARE) {
      return new RegisterOp.Write(key, fresh);
    }
    // One of the last values of this key's sequence: often enough the one that is there.
    return new RegisterOp.Cas(key, earlier.get(at.next().below(earlier.size())), fresh);
  }

  private static boolean isRead(Seed seed, long number) {
    return seed.split(number).fraction() < READS_SHARE;
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    List<RegisterOp> reads =
        keys.stream().<RegisterOp>map(key -> new RegisterOp.Read(key.asLong())).toList();
    return Generators.timeLimit(
        time, Generators.eachThread(Generators.clients(Generators.calls(reads))));
  }

  @Override
  public Client client(AutoCloseable contracted) {
    return new RegisterCalls((RegisterClient) contracted);
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new LinearizabilityChecker(RegisterModel.EMPTY),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }
}
