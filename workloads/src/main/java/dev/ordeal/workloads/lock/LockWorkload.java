package dev.ordeal.workloads.lock;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.OwnedMutexModel;
import dev.ordeal.checkers.model.SemaphoreModel;
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

/** Locks of one permit, which know their owners, or of several; judged for linearizability. */
public final class LockWorkload implements Workload<LockClient> {
  private static final int OPERATIONS_PER_OBJECT = 100;
  private static final int SEMAPHORE_PERMITS = 2;

  private final String name;
  private final String description;
  private final int permits;
  private final Model<?> model;

  private LockWorkload(String name, String description, int permits, Model<?> model) {
    this.name = name;
    this.description = description;
    this.permits = permits;
    this.model = model;
  }

  /** The lock of one permit. */
  public LockWorkload() {
    this(
        "lock",
        "acquire and release by owners: never two at a time?",
        1,
        new OwnedMutexModel(OwnedMutexModel.Kind.PLAIN));
  }

  @Override
  public List<LockWorkload> variants() {
    return List.of(this, semaphore());
  }

  private static LockWorkload semaphore() {
    return new LockWorkload(
        "semaphore",
        "acquire and release of two permits: never more at a time?",
        SEMAPHORE_PERMITS,
        new SemaphoreModel(SEMAPHORE_PERMITS));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Class<LockClient> contract() {
    return LockClient.class;
  }

  @Override
  public Generator generator(Plan plan) {
    return Groups.of(plan, name(), OPERATIONS_PER_OBJECT, LockWorkload::calls);
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
    return FinalReads.once(calls, time);
  }

  @Override
  public Client client(LockClient client) {
    return new ObjectCalls(
        client,
        call ->
            switch (call.function()) {
              case "acquire" ->
                  client.acquire(call.object(), permits)
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
        new LinearizabilityChecker(model), new StatisticsChecker(), new AvailabilityChecker());
  }
}
