package dev.ordeal.workloads.txn;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.selection.CheckerSelection;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.FinalReads;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Transactions of some shape on lists, registers or sets, judged for the isolation level promised.
 */
public final class TransactionWorkload implements Workload<TransactionClient> {
  private static final int FINAL_STEPS = 4;

  private final String name;
  private final String description;
  private final ObjectKind kind;
  private final TransactionShape shape;
  private final ConsistencyModel promised;

  private TransactionWorkload(
      String name, String description, ObjectKind kind, TransactionShape shape) {
    this(name, description, kind, shape, ConsistencyModel.STRICT_SERIALIZABLE);
  }

  private TransactionWorkload(
      String name,
      String description,
      ObjectKind kind,
      TransactionShape shape,
      ConsistencyModel promised) {
    this.promised = promised;
    this.name = name;
    this.description = description;
    this.kind = kind;
    this.shape = shape;
  }

  /** Lists that transactions append to and read whole. */
  public TransactionWorkload() {
    this(listAppend());
  }

  private TransactionWorkload(TransactionWorkload other) {
    this(other.name, other.description, other.kind, other.shape, other.promised);
  }

  @Override
  public List<TransactionWorkload> variants() {
    return List.of(
        listAppend(),
        rwRegister(),
        setAdd(),
        writeSkew(),
        longFork(),
        causalReverse(),
        sequential(),
        causal(),
        monotonic());
  }

  /** Lists that transactions append to and read whole. */
  static TransactionWorkload listAppend() {
    return new TransactionWorkload(
        "list-append",
        "transactions that append to lists and read them: strict-serializable?",
        ObjectKind.LIST,
        new MixedSteps(MicroOp.Append::new));
  }

  /** Sets that transactions add to and read whole. */
  static TransactionWorkload setAdd() {
    return new TransactionWorkload(
        "set-add",
        "transactions that add to sets and read them: strict-serializable?",
        ObjectKind.SET,
        new MixedSteps(MicroOp.Add::new));
  }

  /** Registers that transactions write and read. */
  static TransactionWorkload rwRegister() {
    return new TransactionWorkload(
        "rw-register",
        "transactions that write and read registers: strict-serializable?",
        ObjectKind.REGISTER,
        new MixedSteps(MicroOp.Write::new));
  }

  /** Pairs of registers of which a transaction reads both and writes one. */
  static TransactionWorkload writeSkew() {
    return new TransactionWorkload(
        "write-skew",
        "pairs of transactions that each read what the other writes: strict-serializable?",
        ObjectKind.REGISTER,
        new WriteSkewShape());
  }

  /** Registers that are written one by one while others read them all. */
  static TransactionWorkload longFork() {
    return new TransactionWorkload(
        "long-fork",
        "single writes that readers of several registers must agree on: strict-serializable?",
        ObjectKind.REGISTER,
        new LongForkShape());
  }

  /** Registers written in turn while others read them all. */
  static TransactionWorkload causalReverse() {
    return new TransactionWorkload(
        "causal-reverse",
        "writes that follow each other and readers of all: does a late one show without an early?",
        ObjectKind.REGISTER,
        new CausalReverseShape());
  }

  /** Pairs of registers that a thread writes in order and others read in reverse. */
  static TransactionWorkload sequential() {
    return new TransactionWorkload(
        "sequential",
        "pairs written in order and read in reverse: strong-session-serializable?",
        ObjectKind.REGISTER,
        new OrderedPairs(),
        ConsistencyModel.STRONG_SESSION_SERIALIZABLE);
  }

  /** A few registers that every thread reads and writes in turn. */
  static TransactionWorkload causal() {
    return new TransactionWorkload(
        "causal",
        "single reads and writes of a few registers by all: causally consistent?",
        ObjectKind.REGISTER,
        new SharedRegisters(3),
        ConsistencyModel.CAUSAL);
  }

  /** One register at a time that every thread reads and writes in turn. */
  static TransactionWorkload monotonic() {
    return new TransactionWorkload(
        "monotonic",
        "single reads and writes of one register by all: does a client see time go back (pram)?",
        ObjectKind.REGISTER,
        new SharedRegisters(1),
        ConsistencyModel.PRAM);
  }

  @Override
  public String name() {
    return name;
  }

  /** As Maelstrom calls those that it has. */
  @Override
  public List<String> aliases() {
    return shape instanceof MixedSteps && kind != ObjectKind.SET
        ? List.of("txn-" + name)
        : List.of();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Class<TransactionClient> contract() {
    return TransactionClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    Generator transactions =
        shape.isOfSessions()
            ? sessions(plan)
            : sequence(plan.seed().split(name), 0, plan.threads());
    return plan.paced(Generators.clients(transactions));
  }

  private Generator sessions(Plan plan) {
    Seed seed = plan.seed().split(name);
    Generator[] each = new Generator[plan.threads()];
    for (int i = 0; i < each.length; i++) {
      int own = i;
      each[i] =
          Generators.onThreads(
              thread -> thread == own, sequence(seed.split(own), own, plan.threads()));
    }
    return Generators.any(plan.seed().split("turns"), each);
  }

  private Generator sequence(Seed all, int thread, int threads) {
    return Generators.calls(
        all,
        (seed, number) -> new Transaction(shape.steps(seed, new Turn(thread, threads, number))));
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    List<Transaction> reads = new ArrayList<>();
    for (int i = 0; i < keys.size(); i += FINAL_STEPS) {
      List<MicroOp> steps = new ArrayList<>();
      for (Value key : keys.subList(i, Math.min(keys.size(), i + FINAL_STEPS))) {
        steps.add(new MicroOp.Read(key.asLong()));
      }
      reads.add(new Transaction(steps));
    }
    return FinalReads.of(reads, promised, time);
  }

  @Override
  public Client client(TransactionClient client) {
    return new Client() {
      @Override
      public Outcome invoke(Call call) throws Exception {
        Transaction transaction = (Transaction) call;
        return new Outcome.Ok(transaction.value(client.execute(transaction.steps(), kind)));
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  @Override
  public Optional<KnownCalls> knownCalls() {
    return Optional.of(new KnownTransaction(kind));
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        CheckerSelection.ofTransactions(promised),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }

  @Override
  public Workload<TransactionClient> promising(ConsistencyModel level) {
    return new TransactionWorkload(name, description, kind, shape, level);
  }
}
