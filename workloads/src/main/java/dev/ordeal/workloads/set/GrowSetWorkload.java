package dev.ordeal.workloads.set;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.StatisticsChecker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.model.SetModel;
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
import java.time.Duration;
import java.util.List;

/**
 * One set for all clients, which only grows and is read as a whole: does everybody see every
 * element in the end? A broadcast is the same with messages.
 */
public final class GrowSetWorkload implements Workload<GrowSetClient> {
  private static final long ONLY = 0;

  /** Reads answer all that was ever added, so they are few. */
  private static final int READS_ONE_IN = 8;

  private final String name;
  private final String description;
  private final Class<? extends GrowSetClient> contract;
  private final ConsistencyModel promised;

  /** A grow-only set. */
  public GrowSetWorkload() {
    this(
        "g-set",
        "add to and read a set that only grows: does everybody see all in the end?",
        GrowSetClient.class,
        ConsistencyModel.EVENTUAL);
  }

  private GrowSetWorkload(
      String name,
      String description,
      Class<? extends GrowSetClient> contract,
      ConsistencyModel promised) {
    this.name = name;
    this.description = description;
    this.contract = contract;
    this.promised = promised;
  }

  @Override
  public List<Workload<?>> variants() {
    return List.of(
        this,
        new GrowSetWorkload(
            "broadcast",
            "messages to all nodes: does every message reach every node in the end?",
            BroadcastClient.class,
            ConsistencyModel.EVENTUAL));
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
  public Class<? extends GrowSetClient> contract() {
    return contract;
  }

  @Override
  public Generator generator(Plan plan) {
    return plan.paced(
        Generators.clients(
            Generators.calls(
                plan.seed().split(name),
                (at, number) ->
                    at.below(READS_ONE_IN) == 0
                        ? ObjectCall.of("read", ONLY)
                        : ObjectCall.of("add", ONLY, number))));
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    return FinalReads.of(List.of(ObjectCall.of("read", ONLY)), promised, time);
  }

  @Override
  public Client client(GrowSetClient client) {
    return new ObjectCalls(
        client,
        call ->
            switch (call.function()) {
              case "add" -> {
                client.add(call.number());
                yield new Outcome.Ok(call.argument());
              }
              case "read" ->
                  new Outcome.Ok(
                      new Value.Seq(client.elements().stream().<Value>map(Value::of).toList()));
              default -> throw new IllegalArgumentException("unknown function " + call.function());
            });
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        CheckerSelection.ofObjects(promised, new SetModel()),
        new StatisticsChecker(),
        new AvailabilityChecker());
  }

  /** They can be judged as eventual or linearizable. */
  @Override
  public Workload<GrowSetClient> promising(ConsistencyModel level) {
    if (level != ConsistencyModel.LINEARIZABLE && level != ConsistencyModel.EVENTUAL) {
      throw new IllegalArgumentException(
          "consistency %s is not for sets that only grow; eventual or linearizable are"
              .formatted(level.levelName()));
    }
    return new GrowSetWorkload(name, description, contract, level);
  }
}
