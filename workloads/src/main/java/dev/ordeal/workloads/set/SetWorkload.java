package dev.ordeal.workloads.set;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.SetModel;
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

/** Sets to which every element is added once, judged for linearizability. */
public final class SetWorkload implements Workload<SetClient> {
  private static final int OPERATIONS_PER_OBJECT = 400;
  private static final int ELEMENTS_ASKED_FOR = 12;

  @Override
  public String name() {
    return "set";
  }

  @Override
  public String description() {
    return "add, remove and contains: is what was added there, and nothing else?";
  }

  @Override
  public Class<SetClient> contract() {
    return SetClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    return Groups.of(plan, name(), OPERATIONS_PER_OBJECT, SetWorkload::calls);
  }

  private static Generator calls(Seed seed, long set, int groupSize) {
    return Generators.calls(
        seed,
        (at, number) -> {
          // Every fourth number is added, once; those near it are asked for.
          if (number % 4 == 0) {
            return ObjectCall.of("add", set, number / 4);
          }
          long element = Math.max(0, number / 4 - at.below(ELEMENTS_ASKED_FOR));
          return ObjectCall.of(at.next().below(5) == 0 ? "remove" : "contains", set, element);
        });
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    List<ObjectCall> calls = new ArrayList<>();
    for (Value key : keys) {
      for (long element = 0; element < OPERATIONS_PER_OBJECT / 4; element++) {
        calls.add(ObjectCall.of("contains", key.asLong(), element));
      }
    }
    return FinalReads.once(calls, time);
  }

  @Override
  public Client client(SetClient client) {
    return new ObjectCalls(
        client,
        call ->
            switch (call.function()) {
              case "add" -> {
                client.add(call.object(), call.number());
                yield new Outcome.Ok(call.argument());
              }
              case "remove" -> {
                client.remove(call.object(), call.number());
                yield new Outcome.Ok(call.argument());
              }
              case "contains" ->
                  new Outcome.Ok(Value.of(client.contains(call.object(), call.number())));
              default -> throw new IllegalArgumentException("unknown function " + call.function());
            });
  }

  @Override
  public Optional<KnownCalls> knownCalls() {
    return Optional.of(new KnownSet());
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new LinearizabilityChecker(new SetModel()),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }
}
