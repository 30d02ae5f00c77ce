package dev.ordeal.workloads.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Seed;
import dev.ordeal.workloads.generator.Simulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegisterWorkloadTest {
  private static List<Event> simulate(long seed, boolean lossy) {
    Workload<RegisterClient> workload = new RegisterWorkload();
    return Simulator.run(
        workload.generator(new Workload.Plan(new Seed(seed), 10, 1_000, Duration.ofSeconds(10))),
        10,
        20_000,
        (op, number) ->
            new Simulator.Answer(
                2_000_000,
                lossy && number % 3 == 0
                    ? new Outcome.Info("lost")
                    : new Outcome.Ok(op.call().argument())));
  }

  private static List<Event> invocations(List<Event> events) {
    return events.stream().filter(e -> e.type() == Event.Type.INVOKE).toList();
  }

  @Test
  void writesNoValueTwiceToAKey() {
    Map<Value, Set<Value>> written = new HashMap<>();
    for (Event event : invocations(simulate(1, false))) {
      Value value =
          switch (event.function()) {
            case "write" -> event.value();
            case "cas" -> event.value().asList().get(1);
            default -> Value.NIL;
          };
      if (!value.isNil()) {
        assertThat(written.computeIfAbsent(event.key(), k -> new HashSet<>()).add(value)).isTrue();
      }
    }
    assertThat(written.size()).isGreaterThan(10);
  }

  @Test
  void usesEveryFunction() {
    assertThat(invocations(simulate(1, false)).stream().map(Event::function).distinct())
        .containsExactlyInAnyOrder("read", "write", "cas");
  }

  @Test
  void boundsTheProcessesOfAKey() {
    Map<Value, Set<Integer>> processes = new HashMap<>();
    for (Event event : invocations(simulate(1, true))) {
      processes.computeIfAbsent(event.key(), k -> new HashSet<>()).add(event.process());
    }
    assertThat(processes.values()).allMatch(each -> each.size() <= 80);
  }

  @Test
  void aKeysOperationsFollowFromTheSeedAlone() {
    Map<Value, List<String>> calm = byKey(simulate(5, false));
    Map<Value, List<String>> stormy = byKey(simulate(5, true));
    for (Value key : calm.keySet()) {
      List<String> a = calm.get(key);
      List<String> b = stormy.getOrDefault(key, List.of());
      int common = Math.min(a.size(), b.size());
      assertThat(a.subList(0, common)).isEqualTo(b.subList(0, common));
    }
    assertThat(byKey(simulate(6, false))).isNotEqualTo(calm);
  }

  private static Map<Value, List<String>> byKey(List<Event> events) {
    Map<Value, List<String>> byKey = new HashMap<>();
    for (Event event : invocations(events)) {
      if (event.function().equals("read")) {
        continue;
      }
      byKey
          .computeIfAbsent(event.key(), k -> new java.util.ArrayList<>())
          .add(event.function() + event.value());
    }
    return byKey;
  }

  @Test
  void aClientOfAnotherKindIsNamed() {
    Workload<RegisterClient> workload = new RegisterWorkload();
    AutoCloseable wrong = () -> {};
    assertThatThrownBy(() -> workload.clientOf(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the database was asked for a RegisterClient and opened a ");
    assertThatThrownBy(() -> workload.clientOf(null))
        .hasMessage("the database was asked for a RegisterClient and opened none");
  }
}
