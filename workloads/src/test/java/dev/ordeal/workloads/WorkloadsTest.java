package dev.ordeal.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import dev.ordeal.workloads.generator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each workload against a store in memory: right, and with every fiftieth change lost. */
class WorkloadsTest {
  static List<String> names() {
    return Workloads.all().stream().map(Workload::name).toList();
  }

  private static List<Event> simulate(Workload<?> workload, int wrongEvery) {
    MemoryClient.Store store = new MemoryClient.Store(wrongEvery);
    Map<Integer, Client> clients = new HashMap<>();
    Workload.Plan plan = new Workload.Plan(new Seed(4), 10, 1_000, Duration.ofSeconds(5));
    return Simulator.run(
        Generators.validate(
            Generators.phases(
                workload.generator(plan),
                workload.finalReads(List.of(Value.of(0)), Duration.ofSeconds(10)))),
        10,
        20_000,
        (op, number) -> {
          Client client =
              clients.computeIfAbsent(
                  op.thread(), t -> workload.clientOf(new MemoryClient(store, t)));
          try {
            return new Simulator.Answer(2_000_000, client.invoke(op.call()));
          } catch (Exception broken) {
            return new Simulator.Answer(2_000_000, new Outcome.Info(broken.toString()));
          }
        });
  }

  private static Judgement judge(Workload<?> workload, List<Event> events) {
    return Judge.judge(History.of(events), workload.checkers(), Budget.of(Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRightStoreIsValid(String name) {
    Workload<?> workload = Workloads.byName(name).orElseThrow();
    List<Event> events = new ArrayList<>(simulate(workload, 0));
    assertThat(events).hasSizeGreaterThan(5_000);
    Judgement judgement = judge(workload, events);
    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(Verdict.VALID);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aStoreThatLosesChangesIsInvalid(String name) {
    Workload<?> workload = Workloads.byName(name).orElseThrow();
    Judgement judgement = judge(workload, simulate(workload, 50));
    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameSeedGivesTheSameHistory(String name) {
    Workload<?> workload = Workloads.byName(name).orElseThrow();
    assertThat(simulate(workload, 0)).isEqualTo(simulate(workload, 0));
  }
}
