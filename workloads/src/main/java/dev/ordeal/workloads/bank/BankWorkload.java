package dev.ordeal.workloads.bank;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.bank.BankChecker;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.List;

/** Money moves between accounts; every read of all must find the same sum. */
public final class BankWorkload implements Workload<BankClient> {
  private static final int ACCOUNTS = 8;
  private static final long OPENING = 10;
  private static final int AMOUNT_MAX = 5;

  @Override
  public String name() {
    return "bank";
  }

  @Override
  public String description() {
    return "transfers between accounts: is the sum constant, and no balance negative?";
  }

  @Override
  public Class<BankClient> contract() {
    return BankClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    Generator calls =
        Generators.clients(
            Generators.calls(plan.seed().split(name()), (seed, number) -> call(seed)));
    return plan.paced(calls);
  }

  private static Call call(Seed seed) {
    if (seed.split("read").below(2) == 0) {
      return new BankCall.Balances();
    }
    int from = seed.split("from").below(ACCOUNTS);
    int to = (from + 1 + seed.split("to").below(ACCOUNTS - 1)) % ACCOUNTS;
    return new BankCall.Transfer(from, to, 1 + seed.split("amount").below(AMOUNT_MAX));
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    return Generators.timeLimit(
        time,
        Generators.eachThread(
            Generators.clients(Generators.calls(List.of(new BankCall.Balances())))));
  }

  @Override
  public Client client(BankClient client) {
    return new Client() {
      @Override
      public Outcome invoke(Call call) throws Exception {
        return switch ((BankCall) call) {
          case BankCall.Transfer transfer -> {
            if (!client.transfer(transfer.from(), transfer.to(), transfer.amount(), OPENING)) {
              throw new DefiniteFailure("poor: too little on account " + transfer.from());
            }
            yield new Outcome.Ok(transfer.argument());
          }
          case BankCall.Balances all -> {
            List<Long> balances = client.balances(ACCOUNTS, OPENING);
            yield new Outcome.Ok(new Value.Seq(balances.stream().map(Value::of).toList()));
          }
        };
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
        new BankChecker(ACCOUNTS * OPENING), new StatisticsChecker(), new AvailabilityChecker());
  }
}
