package dev.ordeal.workloads.register;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.selection.CheckerSelection;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.FinalReads;
import dev.ordeal.workloads.Groups;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads, writes and compare-and-sets on registers, judged for linearizability.
 *
 * <p>Threads work in {@link Groups}, one key each. Half of a group only reads, so that every node
 * goes on being read while writes to it are stuck. No value is written twice to a key, so every
 * read tells which write it saw. A key's changes are a function of the seed and the key alone; a
 * run decides only how far each key gets.
 */
public final class RegisterWorkload implements Workload<RegisterClient> {
  private static final int OPERATIONS_PER_KEY = 800;
  private static final int SWAP_LOOKS_BACK_MAX = 3;
  private static final double WRITES_SHARE = 0.55;

  private final ConsistencyModel promised;

  public RegisterWorkload() {
    this(ConsistencyModel.LINEARIZABLE);
  }

  private RegisterWorkload(ConsistencyModel promised) {
    this.promised = promised;
  }

  @Override
  public String name() {
    return "register";
  }

  /** As Maelstrom calls it. */
  @Override
  public List<String> aliases() {
    return List.of("lin-kv");
  }

  @Override
  public String description() {
    return "read, write and compare-and-set over many keys: linearizable?";
  }

  @Override
  public Class<RegisterClient> contract() {
    return RegisterClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    return Groups.of(plan, name(), OPERATIONS_PER_KEY, RegisterWorkload::key);
  }

  private static Generator key(Seed seed, long key, int groupSize) {
    int readers = groupSize / 2;
    Generator reads = Generators.repeat(Generators.once(new RegisterOp.Read(key)));
    Generator changes = Generators.calls(seed, (at, number) -> change(at, key, number));
    return Generators.any(
        seed.split("turns"),
        Generators.onThreads(thread -> thread % groupSize < readers, reads),
        Generators.onThreads(thread -> thread % groupSize >= readers, changes));
  }

  private static RegisterOp change(Seed seed, long key, long number) {
    long fresh = number + 1;
    if (number == 0 || seed.fraction() < WRITES_SHARE) {
      return new RegisterOp.Write(key, fresh);
    }
    // One of the last values of this key's sequence: often enough the one that is there.
    long back = 1L + seed.next().below((int) Math.min(SWAP_LOOKS_BACK_MAX, number));
    return new RegisterOp.Cas(key, fresh - back, fresh);
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    List<RegisterOp> reads =
        keys.stream().<RegisterOp>map(key -> new RegisterOp.Read(key.asLong())).toList();
    return FinalReads.of(reads, promised, time);
  }

  @Override
  public Client client(RegisterClient client) {
    return new RegisterCalls(client);
  }

  @Override
  public Optional<KnownCalls> knownCalls() {
    return Optional.of(new KnownRegister());
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        CheckerSelection.ofObjects(promised, RegisterModel.EMPTY),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }

  /** Registers can be judged as linearizable, sequential, causal, pram, eventual or by sessions. */
  @Override
  public Workload<RegisterClient> promising(ConsistencyModel level) {
    CheckerSelection.ofObjects(level, RegisterModel.EMPTY);
    return new RegisterWorkload(level);
  }
}
