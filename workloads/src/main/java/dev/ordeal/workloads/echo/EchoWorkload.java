package dev.ordeal.workloads.echo;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.EchoModel;
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

/** Whether what was said comes back: a first test of nodes and clients. */
public final class EchoWorkload implements Workload<EchoClient> {
  private static final int OPERATIONS_PER_OBJECT = 2000;

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public String description() {
    return "does each node answer with what it was told?";
  }

  @Override
  public Class<EchoClient> contract() {
    return EchoClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    return Groups.of(plan, name(), OPERATIONS_PER_OBJECT, EchoWorkload::calls);
  }

  private static Generator calls(Seed seed, long object, int groupSize) {
    return Generators.calls(seed, (at, number) -> ObjectCall.of("echo", object, number));
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    List<ObjectCall> calls = new ArrayList<>();
    for (Value key : keys) {
      calls.add(ObjectCall.of("echo", key.asLong(), -1));
    }
    return FinalReads.once(calls, time);
  }

  @Override
  public Client client(EchoClient client) {
    return new ObjectCalls(
        client,
        call ->
            switch (call.function()) {
              case "echo" -> new Outcome.Ok(client.echo(call.number()));
              default -> throw new IllegalArgumentException("unknown function " + call.function());
            });
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new LinearizabilityChecker(new EchoModel()),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }
}
