package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.results.history.fault.FaultPlan;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of faults that somebody else wrote: they may throw, hang, or be slow. */
class ForeignFaultTest extends NemesisFixture {
  /** A kind of fault whose code does something wrong in one of its methods. */
  private record Hostile(String method, Runnable wrong) implements FaultType {
    @Override
    public String name() {
      return "hostile";
    }

    @Override
    public Set<Class<?>> needs() {
      return Set.of();
    }

    private void in(String called) {
      if (called.equals(method)) {
        wrong.run();
      }
    }

    @Override
    public Fault draw(Aim aim) {
      in("draw");
      return new HostileFault(this, aim.struck());
    }
  }

  /** What it draws. */
  private record HostileFault(Hostile type, List<String> nodes) implements Fault {
    @Override
    public String describe() {
      type.in("describe");
      return "something hostile";
    }

    @Override
    public List<Undo> undos(FaultContext at) {
      type.in("undos");
      return List.of(Undo.NOTHING);
    }

    @Override
    public void inject(FaultContext at) {
      type.in("inject");
    }

    @Override
    public void heal(FaultContext at) {
      type.in("heal");
    }

    @Override
    public Seen verify(FaultContext at) {
      type.in("verify");
      return new Seen(true, "there");
    }

    @Override
    public Seen verifyGone(FaultContext at) {
      type.in("verifyGone");
      return new Seen(true, "gone");
    }
  }

  /** Whatever a user's fault does wrong wherever, the plan is carried out, and it is told. */
  @ParameterizedTest
  @ValueSource(strings = {"draw", "describe", "undos", "inject", "heal", "verify", "verifyGone"})
  void aFaultThatThrowsOrHangsHoldsNothingUp(String method) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Runnable hang =
        () -> {
          while (never.getCount() > 0) {
            Thread.onSpinWait();
          }
        };
    Runnable fail =
        () -> {
          throw new AssertionError("wrong");
        };
    try {
      for (Runnable wrong : List.of(fail, hang)) {
        events.clear();
        List<String> told = new CopyOnWriteArrayList<>();
        FaultType hostile = new Hostile(method, wrong);
        PlannedFault kill = new PlannedFault(10, 50, FaultTypes.get("kill"), "one", new Seed(2));
        List<PlannedFault> plan =
            List.of(new PlannedFault(0, 20, hostile, "one", new Seed(1)), kill);
        carryOut(
            nemesis(
                plan,
                true,
                this::record,
                new GuardedFaults(
                    type -> type != hostile, new Breaches(told::add), Duration.ofMillis(50))));
        // What it is, it is asked when it is drawn.
        String called = method.equals("describe") ? "draw" : method;
        assertThat(told).anyMatch(text -> text.contains("fault hostile: " + called));
        assertThat(events).contains(FaultPlan.END).anyMatch(event -> event.startsWith("kill"));
      }
    } finally {
      never.countDown();
    }
  }

  @Test
  void aDrawnPlanThatIsLateSparesKindsThatHaveHeld() throws Exception {
    Hostile slow = new Hostile("inject", () -> LockSupport.parkNanos(1_300_000_000L));
    FaultType pause = FaultTypes.get("pause");
    List<PlannedFault> plan =
        List.of(
            new PlannedFault(0, 20, slow, "one", new Seed(1)),
            new PlannedFault(40, 60, slow, "one", new Seed(2)),
            new PlannedFault(80, 2_500, pause, "one", new Seed(3)));
    carryOut(nemesis(plan, false, this::record));
    assertThat(events)
        .anyMatch(event -> event.startsWith("hostile skip the plan is late"))
        .anyMatch(event -> event.startsWith("pause held"));
  }

  @Test
  void aFaultOfAScheduleThatIsLateHoldsAsLongAsWasAsked() throws Exception {
    Hostile slow = new Hostile("inject", () -> LockSupport.parkNanos(1_500_000_000L));
    FaultType pause = FaultTypes.get("pause");
    List<PlannedFault> plan =
        List.of(
            new PlannedFault(0, 20, slow, "one", new Seed(1)),
            new PlannedFault(40, 2_040, pause, "one", new Seed(3)));
    Map<String, Long> times = new ConcurrentHashMap<>();
    carryOut(
        nemesis(
            plan,
            true,
            (type, function, value, error) ->
                times.put(shown(function, value, ""), System.nanoTime())));
    assertThat(times).containsKeys("pause held", "pause kept");
    assertThat(times.get("pause kept") - times.get("pause held")).isGreaterThan(1_000_000_000L);
  }

  /** One that is late is still there when the next one's time has come. */
  @Test
  void aFaultOfAScheduleWaitsForOneThatIsLate() throws Exception {
    Hostile slow = new Hostile("inject", () -> LockSupport.parkNanos(1_500_000_000L));
    List<PlannedFault> plan =
        List.of(
            new PlannedFault(0, 20, slow, "one", new Seed(1)),
            new PlannedFault(40, 540, FaultTypes.get("kill"), "all", new Seed(2)),
            new PlannedFault(700, 1_000, FaultTypes.get("pause"), "one", new Seed(3)));
    carryOut(nemesis(plan, true, this::record));
    assertThat(events).contains("kill held", "kill kept", "pause held", "pause kept");
    assertThat(event("skip")).isEqualTo("none");
  }

  /** On one node; what is to happen on other nodes need not wait. */
  @Test
  void aFaultOfAScheduleBeginsAfterThoseThatShouldHaveEndedBefore() throws Exception {
    Hostile slow = new Hostile("inject", () -> LockSupport.parkNanos(1_500_000_000L));
    List<PlannedFault> plan =
        List.of(
            new PlannedFault(0, 20, slow, "one", new Seed(1)),
            new PlannedFault(40, 540, FaultTypes.get("pause"), "all", new Seed(2)),
            new PlannedFault(700, 1_000, FaultTypes.get("latency"), "all", new Seed(3)));
    carryOut(nemesis(plan, true, this::record));
    assertThat(events).contains("pause kept", "latency kept");
    assertThat(events.indexOf("latency inject")).isGreaterThan(events.indexOf("pause undo"));
  }

  /** What a kind says of itself is asked once, when it is found; later it cannot hang. */
  @Test
  void aBroughtKindIsAskedOnce() {
    AtomicInteger asked = new AtomicInteger();
    FaultType fickle =
        new FaultType() {
          @Override
          public String name() {
            return "fickle";
          }

          @Override
          public Set<Class<?>> needs() {
            return Set.of();
          }

          @Override
          public double weight() {
            return asked.incrementAndGet();
          }

          @Override
          public Fault draw(Aim aim) {
            throw new IllegalStateException("not drawn");
          }
        };
    FaultType known = BroughtFaultType.of(fickle);
    double weight = known.weight();
    int times = asked.get();
    assertThat(known.weight()).isEqualTo(weight);
    assertThat(asked).hasValue(times);
    assertThat(known.needsLeader("leader")).isTrue();
    assertThat(known.needsLeader("one")).isFalse();
    assertThat(known.shapes()).isEqualTo(fickle.shapes());
    Hostile none = new Hostile("shapes", () -> {});
    FaultType shapeless =
        new FaultType() {
          @Override
          public String name() {
            return "shapeless";
          }

          @Override
          public Set<Class<?>> needs() {
            return none.needs();
          }

          @Override
          public List<String> shapes() {
            return List.of();
          }

          @Override
          public Fault draw(Aim aim) {
            return none.draw(aim);
          }
        };
    assertThatThrownBy(() -> BroughtFaultType.of(shapeless)).hasMessageContaining("shapeless");
  }
}
