package dev.ordeal.nemesis.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.PlannedFault;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<FaultType> DEFAULTS = FaultTypes.defaults();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void theSameSeedGivesTheSamePlanAnotherSeedAnother() {
    List<PlannedFault> plan = Schedule.plan(new Seed(1), DEFAULTS, MINUTE);
    assertThat(plan).isEqualTo(Schedule.plan(new Seed(1), DEFAULTS, MINUTE));
    assertThat(plan).isNotEqualTo(Schedule.plan(new Seed(2), DEFAULTS, MINUTE));
  }

  @Test
  void everyFaultIsUndoneWithinTheTime() {
    for (int seed = 0; seed < 200; seed++) {
      for (PlannedFault fault : Schedule.plan(new Seed(seed), DEFAULTS, MINUTE)) {
        assertThat(fault.atMillis()).isBetween(0L, fault.untilMillis());
        assertThat(fault.untilMillis()).isLessThanOrEqualTo(MINUTE.toMillis());
      }
    }
  }

  @Test
  void everyKindAskedForComes() {
    for (int seed = 0; seed < 50; seed++) {
      assertThat(
              Schedule.plan(new Seed(seed), DEFAULTS, MINUTE.multipliedBy(3)).stream()
                  .map(PlannedFault::type)
                  .distinct())
          .containsExactlyInAnyOrderElementsOf(DEFAULTS);
    }
  }

  @Test
  void noKindsNoFaults() {
    assertThat(Schedule.plan(new Seed(1), List.of(), MINUTE)).isEmpty();
  }

  @Test
  void shortRunsAreBrokenToo() {
    assertThat(Schedule.plan(new Seed(1), DEFAULTS, Duration.ofSeconds(2))).isNotEmpty();
  }

  @Test
  void noFaultComesInACalmTime() {
    Duration calm = Duration.ofSeconds(3);
    for (int seed = 0; seed < 100; seed++) {
      Duration time = Duration.ofSeconds(5 + seed % 20);
      assertThat(Schedule.plan(new Seed(seed), DEFAULTS, time, calm))
          .isNotEmpty()
          .allMatch(fault -> fault.atMillis() >= 3_000)
          .allMatch(fault -> fault.untilMillis() > fault.atMillis());
    }
  }

  @Test
  void theFirstFaultLeavesAMajorityRunning() {
    for (int seed = 0; seed < 300; seed++) {
      PlannedFault first =
          Schedule.plan(new Seed(seed), DEFAULTS, Duration.ofSeconds(30)).getFirst();
      if (first.type().name().equals("kill")) {
        assertThat(first.shape()).isNotIn("all", "majority");
      }
    }
  }
}
