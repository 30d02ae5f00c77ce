package dev.ordeal.workloads.queue;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.FifoQueueModel;
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
import java.util.OptionalLong;

/** Queues into which every element is put once, judged for linearizability. */
public final class QueueWorkload implements Workload<QueueClient> {
  private static final int OPERATIONS_PER_OBJECT = 400;
  private static final int DRAIN_CALLS = 30;

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public String description() {
    return "enqueue and dequeue, drained in the end: first in, first out?";
  }

  @Override
  public Class<QueueClient> contract() {
    return QueueClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    return Groups.of(plan, name(), OPERATIONS_PER_OBJECT, QueueWorkload::calls);
  }

  private static Generator calls(Seed seed, long queue, int groupSize) {
    return Generators.calls(
        seed,
        (at, number) ->
            at.below(2) == 0
                ? ObjectCall.of("enqueue", queue, number)
                : ObjectCall.of("dequeue", queue));
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    List<ObjectCall> calls = new ArrayList<>();
    for (Value key : keys) {
      // Until it is empty: what was lost shows only then.
      for (int i = 0; i < DRAIN_CALLS; i++) {
        calls.add(ObjectCall.of("dequeue", key.asLong()));
      }
    }
    return FinalReads.once(calls, time);
  }

  @Override
  public Client client(QueueClient client) {
    return new ObjectCalls(
        client,
        call ->
            switch (call.function()) {
              case "enqueue" -> {
                client.enqueue(call.object(), call.number());
                yield new Outcome.Ok(call.argument());
              }
              case "dequeue" -> {
                OptionalLong element = client.dequeue(call.object());
                yield new Outcome.Ok(
                    element.isPresent() ? Value.of(element.getAsLong()) : Value.NIL);
              }
              default -> throw new IllegalArgumentException("unknown function " + call.function());
            });
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new LinearizabilityChecker(new FifoQueueModel()),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }
}
