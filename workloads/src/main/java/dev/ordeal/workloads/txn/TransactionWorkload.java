package dev.ordeal.workloads.txn;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.isolation.IsolationChecker;
import dev.ordeal.checkers.isolation.Level;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions of one to four steps on a few objects at a time, judged for the isolation level that
 * was promised.
 *
 * <p>Objects come and go: each is in use for some dozens of transactions, the newest least, so that
 * there are hot ones and cold ones. No value is written twice to an object.
 */
public final class TransactionWorkload implements Workload {
  private static final int STEPS_MAX = 4;

  /** How many objects are in use at a time, and after how many transactions the oldest goes. */
  private static final int OBJECTS = 5;

  private static final int TRANSACTIONS_PER_OBJECT = 25;
  private static final int FINAL_STEPS = 4;

  private final boolean lists;
  private final Level promised;

  private TransactionWorkload(boolean lists, Level promised) {
    this.lists = lists;
    this.promised = promised;
  }

  /** Lists that transactions append to and read whole. */
  public static TransactionWorkload listAppend() {
    return new TransactionWorkload(true, Level.STRICT_SERIALIZABLE);
  }

  /** Registers that transactions write and read. */
  public static TransactionWorkload rwRegister() {
    return new TransactionWorkload(false, Level.STRICT_SERIALIZABLE);
  }

  @Override
  public String name() {
    return lists ? "list-append" : "rw-register";
  }

  @Override
  public String description() {
    return lists
        ? "transactions that append to lists and read them: strict-serializable?"
        : "transactions that write and read registers: strict-serializable?";
  }

  @Override
  public Class<?> contract() {
    return TransactionClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    Generator transactions =
        Generators.clients(Generators.calls(plan.seed().split(name()), this::transaction));
    return Generators.timeLimit(
        plan.time(),
        Generators.stagger(
            plan.seed().split("pace"), Duration.ofNanos((long) (1e9 / plan.rate())), transactions));
  }

  private Transaction transaction(Seed seed, long number) {
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
      long value = number * STEPS_MAX + i + 1;
      if (here.split("read").below(2) == 0) {
        steps.add(new MicroOp.Read(key));
      } else {
        steps.add(lists ? new MicroOp.Append(key, value) : new MicroOp.Write(key, value));
      }
    }
    return new Transaction(steps);
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
    return Generators.timeLimit(
        time, Generators.eachThread(Generators.clients(Generators.calls(reads))));
  }

  @Override
  public Client client(AutoCloseable contracted) {
    TransactionClient client = (TransactionClient) contracted;
    return new Client() {
      @Override
      public Outcome invoke(Call call) throws Exception {
        Transaction transaction = (Transaction) call;
        return new Outcome.Ok(transaction.value(client.execute(transaction.steps(), lists)));
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new IsolationChecker(promised), new StatisticsChecker(), new AvailabilityChecker());
  }
}
