package dev.ordeal.workloads.counter;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.model.CounterModel;
import dev.ordeal.checkers.selection.CheckerSelection;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.FinalReads;
import dev.ordeal.workloads.Groups;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.client.ObjectCall;
import dev.ordeal.workloads.client.ObjectCalls;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counters, judged for linearizability; all additions are alike, so that it can be decided. */
public final class CounterWorkload implements Workload<CounterClient> {
  private static final int OPERATIONS_PER_OBJECT = 400;

  private final ConsistencyModel promised;

  public CounterWorkload() {
    this(ConsistencyModel.LINEARIZABLE);
  }

  private CounterWorkload(ConsistencyModel promised) {
    this.promised = promised;
  }

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public String description() {
    return "increments and reads: is every increment counted once?";
  }

  @Override
  public Class<CounterClient> contract() {
    return CounterClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    return Groups.of(plan, name(), OPERATIONS_PER_OBJECT, CounterWorkload::calls);
  }

  private static Generator calls(Seed seed, long counter, int groupSize) {
    return Generators.calls(
        seed,
        (at, number) ->
            at.below(2) == 0 ? ObjectCall.of("add", counter, 1) : ObjectCall.of("read", counter));
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    List<ObjectCall> calls = new ArrayList<>();
    for (Value key : keys) {
      calls.add(ObjectCall.of("read", key.asLong()));
    }
    return FinalReads.of(calls, promised, time);
  }

  @Override
  public Client client(CounterClient client) {
    return new ObjectCalls(
        client,
        call ->
            switch (call.function()) {
              case "add" -> {
                client.increase(call.object(), call.number());
                yield new Outcome.Ok(call.argument());
              }
              case "read" -> new Outcome.Ok(Value.of(client.count(call.object())));
              default -> throw new IllegalArgumentException("unknown function " + call.function());
            });
  }

  @Override
  public Optional<KnownCalls> knownCalls() {
    return Optional.of(new KnownCounter());
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        CheckerSelection.ofObjects(promised, new CounterModel()),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }

  /** Counters can be judged as linearizable or eventual. */
  @Override
  public Workload<CounterClient> promising(ConsistencyModel level) {
    if (level != ConsistencyModel.LINEARIZABLE && level != ConsistencyModel.EVENTUAL) {
      throw new IllegalArgumentException(
          "consistency %s is not for counters; they can be judged as linearizable or eventual"
              .formatted(level.levelName()));
    }
    return new CounterWorkload(level);
  }
}
