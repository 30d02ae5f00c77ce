package dev.ordeal.workloads.counter;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.model.CounterModel;
import dev.ordeal.checkers.selection.CheckerSelection;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.FinalReads;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.ObjectCall;
import dev.ordeal.workloads.client.ObjectCalls;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.List;

/** One counter for all clients: does everybody see the sum of all additions in the end? */
public final class SharedCounterWorkload implements Workload<SharedCounterClient> {
  private static final long ONLY = 0;
  private static final int AMOUNT_MAX = 5;

  private final boolean isTakenFrom;

  /** A counter to which only is added. */
  public SharedCounterWorkload() {
    this(false);
  }

  private SharedCounterWorkload(boolean isTakenFrom) {
    this.isTakenFrom = isTakenFrom;
  }

  @Override
  public List<Workload<?>> variants() {
    return List.of(this, new SharedCounterWorkload(true));
  }

  @Override
  public String name() {
    return isTakenFrom ? "pn-counter" : "g-counter";
  }

  @Override
  public String description() {
    return isTakenFrom
        ? "one counter, added to and taken from: is it the sum for everybody in the end?"
        : "one counter that only grows: is it the sum for everybody in the end?";
  }

  @Override
  public Class<SharedCounterClient> contract() {
    return SharedCounterClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    return plan.paced(
        Generators.clients(Generators.calls(plan.seed().split(name()), (at, number) -> call(at))));
  }

  private ObjectCall call(Seed at) {
    if (at.below(2) == 0) {
      return ObjectCall.of("read", ONLY);
    }
    long amount = 1L + at.next().below(AMOUNT_MAX);
    boolean isTaken = isTakenFrom && at.next().next().below(2) == 0;
    return ObjectCall.of("add", ONLY, isTaken ? -amount : amount);
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    return FinalReads.of(List.of(ObjectCall.of("read", ONLY)), ConsistencyModel.EVENTUAL, time);
  }

  @Override
  public Client client(SharedCounterClient client) {
    return new ObjectCalls(
        client,
        call ->
            switch (call.function()) {
              case "add" -> {
                client.change(call.number());
                yield new Outcome.Ok(call.argument());
              }
              case "read" -> new Outcome.Ok(Value.of(client.sum()));
              default -> throw new IllegalArgumentException("unknown function " + call.function());
            });
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        CheckerSelection.ofObjects(ConsistencyModel.EVENTUAL, new CounterModel()),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }
}
