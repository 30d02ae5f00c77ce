package dev.ordeal.workloads.lock;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.SemaphoreModel;
import dev.ordeal.results.history.Value;
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

/** Semaphores of two permits, judged for linearizability. */
public final class SemaphoreWorkload implements Workload {
  private static final int OPERATIONS_PER_OBJECT = 100;
  private static final int PERMITS = 2;

  @Override
  public String name() {
    return "semaphore";
  }

  @Override
  public String description() {
    return "acquire and release of two permits: never more at a time?";
  }

  @Override
  public Class<?> contract() {
    return LockClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    return Groups.of(plan, name(), OPERATIONS_PER_OBJECT, SemaphoreWorkload::calls);
  }

  private static Generator calls(Seed seed, long lock, int groupSize) {
    return Generators.calls(
        seed, (at, number) -> ObjectCall.of(at.below(2) == 0 ? "acquire" : "release", lock));
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    List<ObjectCall> calls = new ArrayList<>();
    for (Value key : keys) {
      calls.add(ObjectCall.of("release", key.asLong()));
      calls.add(ObjectCall.of("acquire", key.asLong()));
    }
    return Generators.timeLimit(
        time, Generators.eachThread(Generators.clients(Generators.calls(calls))));
  }

  @Override
  public Client client(AutoCloseable contracted) {
    LockClient client = (LockClient) contracted;
    return new ObjectCalls(
        contracted,
        call ->
            switch (call.function()) {
              case "acquire" ->
                  client.acquire(call.object(), PERMITS)
                      ? new Outcome.Ok(Value.NIL)
                      : new Outcome.Fail("held");
              case "release" ->
                  client.release(call.object())
                      ? new Outcome.Ok(Value.NIL)
                      : new Outcome.Fail("not-held");
              default -> throw new IllegalArgumentException("unknown function " + call.function());
            });
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new LinearizabilityChecker(new SemaphoreModel(PERMITS)),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }
}
