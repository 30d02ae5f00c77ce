package dev.ordeal.workloads.ids;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.UniqueIdsModel;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.FinalReads;
import dev.ordeal.workloads.Groups;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.ObjectCall;
import dev.ordeal.workloads.client.ObjectCalls;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sources of identifiers, judged for uniqueness. */
public final class IdWorkload implements Workload<IdClient> {
  private static final int OPERATIONS_PER_OBJECT = 2000;

  @Override
  public String name() {
    return "ids";
  }

  /** As Maelstrom calls it. */
  @Override
  public List<String> aliases() {
    return List.of("unique-ids");
  }

  @Override
  public String description() {
    return "unique identifiers: is none issued twice?";
  }

  @Override
  public Class<IdClient> contract() {
    return IdClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    return Groups.of(plan, name(), OPERATIONS_PER_OBJECT, IdWorkload::calls);
  }

  private static Generator calls(Seed seed, long source, int groupSize) {
    return Generators.repeat(Generators.once(ObjectCall.of("generate", source)));
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    List<ObjectCall> calls = new ArrayList<>();
    for (Value key : keys) {
      calls.add(ObjectCall.of("generate", key.asLong()));
    }
    return FinalReads.once(calls, time);
  }

  @Override
  public Client client(IdClient client) {
    return new ObjectCalls(
        client,
        call ->
            switch (call.function()) {
              case "generate" -> new Outcome.Ok(Value.of(client.generate(call.object())));
              default -> throw new IllegalArgumentException("unknown function " + call.function());
            });
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new LinearizabilityChecker(new UniqueIdsModel()),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }
}
