package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.nemesis.schedule.ScheduleFile;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultPlan;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.workloads.generator.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of planned faults, as the nemesis' events say. */
class NemesisTest {
  /** What cannot be read back: the database's word counts, and a copy of files. */
  private static final Set<String> TAKEN_FOR_TRUE = Set.of("membership", "rollback");

  @TempDir private Path folder;
  private FaultJournal journal;
  private FakeCluster fake;

  /** {@code FUNCTION PHASE ERROR} of each event. */
  private final List<String> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    journal = FaultJournal.open(folder.resolve("faults.jsonl"));
    fake = new FakeCluster(journal);
    fake.talk();
  }

  @AfterEach
  void close() throws Exception {
    fake.close();
    journal.close();
  }

  private List<String> carryOut(String... lines) throws Exception {
    return carryOut(true, lines);
  }

  private List<String> carryOut(boolean isByHand, String... lines) throws Exception {
    Path file = Files.writeString(folder.resolve("schedule.yml"), String.join("\n", lines) + "\n");
    List<PlannedFault> plan = ScheduleFile.read(file, new Seed(1)).faults();
    Nemesis nemesis =
        new Nemesis(
            fake.cluster(),
            plan,
            isByHand,
            List.of(),
            3,
            journal,
            (type, function, value, error) -> events.add(shown(function, value, error)),
            Duration.ofMillis(300),
            own());
    nemesis.run(System.nanoTime());
    nemesis.healAll();
    return fake.done;
  }

  /** What a fault's injection says that it may make of nodes. */
  private Set<Consequence> may(String kind) throws Exception {
    List<Value> values = new CopyOnWriteArrayList<>();
    Path file = folder.resolve("may.yml");
    Files.writeString(file, "- {at: 0ms, for: 50ms, fault: %s, on: [n1]}\n".formatted(kind));
    new Nemesis(
            fake.cluster(),
            ScheduleFile.read(file, new Seed(1)).faults(),
            true,
            List.of(),
            3,
            journal,
            (type, function, value, error) -> values.add(value),
            Duration.ofMillis(300),
            own())
        .run(System.nanoTime());
    return Consequence.of(
        values.stream()
            .filter(Value.Dict.class::isInstance)
            .map(value -> ((Value.Dict) value).entries().get(FaultWindow.MAY))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(Value.seq()));
  }

  @Test
  void whatAFaultMayMakeOfNodesIsRecordedWithIt() throws Exception {
    assertThat(may("disk-full")).contains(Consequence.NODE_ENDS);
    assertThat(may("bitflip")).contains(Consequence.DATA_CHANGES);
    assertThat(may("kill")).isEmpty();
    assertThat(may("latency")).isEmpty();
  }

  private static String shown(String function, Value value, String error) {
    String phase =
        value instanceof Value.Dict dict
            ? dict.entries().getOrDefault("phase", Value.NIL).asText()
            : "";
    return (function + " " + phase + " " + error).strip();
  }

  static List<String> names() {
    return FaultTypes.all().stream().map(FaultType::name).toList();
  }

  private String event(String phase) {
    return events.stream().filter(e -> e.contains(" " + phase)).findFirst().orElse("none");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyKindIsSeenToHoldAndToBeGone(String name) throws Exception {
    carryOut("- {at: 0ms, for: 200ms, fault: %s, on: [n1]}".formatted(name));
    assertThat(events.getFirst()).startsWith(FaultPlan.FUNCTION);
    assertThat(event("held")).isEqualTo(name + " held");
    assertThat(event("kept")).isEqualTo(name + " kept");
    assertThat(event("gone")).isEqualTo(name + " gone");
    assertThat(events).contains(FaultPlan.END);
    assertThat(FaultJournal.openEntries(folder.resolve("faults.jsonl")))
        .allMatch(line -> line.what().startsWith("proxy"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void noKindIsBelievedThatHasNoEffect(String name) throws Exception {
    boolean isToxic = Set.of("latency", "bandwidth", "reset", "slicer", "timeout").contains(name);
    if (TAKEN_FOR_TRUE.contains(name) || isToxic) {
      return;
    }
    fake.isDeaf = true;
    carryOut("- {at: 0ms, for: 200ms, fault: %s, on: [n1]}".formatted(name));
    assertThat(event("held")).startsWith(name + " held ").isNotEqualTo("none");
    assertThat(event("kept")).isEqualTo("none");
  }

  @Test
  void aConnectionThatIsLostDuringALookIsTriedAgain() throws Exception {
    fake.looksLost.set(1);
    carryOut("- {at: 0ms, for: 200ms, fault: kill, on: [n1]}");
    assertThat(fake.looksLost).hasValue(0);
    assertThat(event("held")).isEqualTo("kill held");
  }

  @Test
  void whatCannotBeLookedAtWasNotSeen() throws Exception {
    fake.looksLost.set(2);
    carryOut("- {at: 0ms, for: 200ms, fault: kill, on: [n1]}");
    assertThat(event("skip"))
        .isEqualTo("kill skip its nodes could not be looked at: the connection was lost");
    assertThat(fake.done).isEmpty();
    assertThat(events).contains(FaultPlan.END);
  }

  @Test
  void linksThatNobodyUsesCannotBeMadeWorse() throws Exception {
    carryOut("- {at: 0ms, for: 100ms, fault: latency, on: [n3]}");
    assertThat(event("skip"))
        .isEqualTo("latency skip no byte passed its 4 links before, though nodes use others");
    assertThat(events).contains("latency gone");
  }

  @Test
  void aPartitionOfUnusedLinksHasNoEffect() throws Exception {
    fake.close();
    fake = new FakeCluster(journal);
    fake.hasRules = false;
    carryOut("- {at: 0ms, for: 100ms, fault: partition, on: [n3]}");
    assertThat(event("held")).isEqualTo("partition held no byte passed its 4 links before");
  }

  @Test
  void rulesThatNoPacketMeetsHadNoEffect() throws Exception {
    fake.packets = 0;
    carryOut("- {at: 0ms, for: 100ms, fault: loss, on: [n1]}");
    assertThat(event("held")).isEqualTo("loss held");
    assertThat(event("kept")).isEqualTo("loss kept no packet met its rules");
  }

  @Test
  void rulesThatNoPacketMeetsBecauseTheNodeIsPausedAreMasked() throws Exception {
    fake.packets = 0;
    carryOut(
        "- {at: 0ms, for: 600ms, fault: loss, on: [n1]}",
        "- {at: 100ms, for: 300ms, fault: pause, on: [n1]}");
    assertThat(events).contains("loss skip no packet met its rules during 'pause n1'");
  }

  /** A packet that two partitions lose meets only the rule that came first. */
  @Test
  void aPartitionWhosePacketsAnotherTakesIsMasked() throws Exception {
    fake.packets = 0;
    carryOut(
        "- {at: 0ms, for: 600ms, fault: partition, on: [n3]}",
        "- {at: 100ms, for: 300ms, fault: partition, on: [n1]}");
    assertThat(events)
        .anyMatch(
            event ->
                event.startsWith("partition skip no packet met its rules")
                    && event.contains("during 'partition named [n1]"));
    events.clear();
    carryOut("- {at: 0ms, for: 300ms, fault: partition, on: [n3]}");
    assertThat(event("kept")).startsWith("partition kept no packet met its rules");
  }

  @Test
  void rulesThatSomebodyElseFlushedDidNotHold() throws Exception {
    Thread other = flushWhenThere();
    carryOut("- {at: 0ms, for: 700ms, fault: dns, on: [n1]}");
    other.join();
    assertThat(event("kept")).contains("its packet rules are gone from n1");
  }

  private Thread flushWhenThere() {
    return Thread.ofPlatform()
        .start(
            () -> {
              while (event("held").equals("none")) {
                Thread.onSpinWait();
              }
              fake.rules.clear();
            });
  }

  @Test
  void aNodeThatSomebodyElseKilledIsNotPausedAnyMore() throws Exception {
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (event("held").equals("none")) {
                    Thread.onSpinWait();
                  }
                  fake.states.remove("n1");
                });
    carryOut("- {at: 0ms, for: 700ms, fault: pause, on: [n1]}");
    other.join();
    assertThat(event("kept")).contains("n1 has no process");
  }

  @Test
  void aPauseThatAKillOfThePlanEndsHeldUntilThen() throws Exception {
    carryOut(
        "- {at: 0ms, for: 900ms, fault: pause, on: [n1, n2]}",
        "- {at: 100ms, for: 200ms, fault: kill, on: [n1]}");
    assertThat(events).contains("pause kept", "kill kept");
  }

  @Test
  void aPauseThatAKillOfThePlanDoesNotExplainDidNotHold() throws Exception {
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (event("kept").equals("none")) {
                    Thread.onSpinWait();
                  }
                  fake.states.replace("n2", 'S');
                });
    carryOut(
        "- {at: 0ms, for: 900ms, fault: pause, on: [n1, n2]}",
        "- {at: 100ms, for: 200ms, fault: kill, on: [n1]}");
    other.join();
    assertThat(events).anyMatch(e -> e.startsWith("pause kept not stopped"));
  }

  @Test
  void aFaultOfTheLeaderIsSkippedWhereNobodyLeads() throws Exception {
    carryOut("- {at: 0ms, for: 200ms, fault: kill, on: leader}");
    assertThat(event("skip")).isEqualTo("kill skip no leader");
    assertThat(fake.done).isEmpty();
  }

  @Test
  void aDrawnFaultOfTheLeaderStrikesAnyNodeWhereNobodyLeads() throws Exception {
    carryOut(false, "- {at: 0ms, for: 400ms, fault: kill, on: leader}");
    assertThat(event("held")).isEqualTo("kill held");
    assertThat(event("skip")).isEqualTo("none");
  }

  @Test
  void aKindThatHasHeldIsSkippedWhereNobodyLeads() throws Exception {
    carryOut(
        false,
        "- {at: 0ms, for: 100ms, fault: kill, on: [n1]}",
        "- {at: 300ms, for: 200ms, fault: kill, on: leader}");
    assertThat(event("skip")).isEqualTo("kill skip no leader");
  }

  @Test
  void aKindThatHasNotHeldIsPutOffUntilItsNodeIsUpAgain() throws Exception {
    String[] plan = {
      "- {at: 0ms, for: 1s, fault: kill, on: [n1]}",
      "- {at: 100ms, for: 300ms, fault: pause, on: [n1]}",
      "- {at: 1900ms, for: 100ms, fault: kill, on: [n1]}"
    };
    carryOut(true, plan);
    assertThat(event("skip")).isEqualTo("pause skip n1 is down already");
    events.clear();
    carryOut(false, plan);
    assertThat(event("skip")).isEqualTo("none");
    assertThat(events).contains("pause held", "pause gone");
  }

  @Test
  void nodesThatAnswerLateDoNotKeepAFaultFromBeingUndone() throws Exception {
    fake.leaderMillis = 300;
    long began = System.nanoTime();
    carryOut(
        "- {at: 0ms, for: 700ms, fault: pause, on: [n2]}",
        "- {at: 100ms, for: 2s, fault: kill, on: leader}");
    assertThat(event("skip")).isEqualTo("kill skip no leader");
    assertThat(events.indexOf("pause undo")).isLessThan(events.indexOf("kill skip no leader"));
    assertThat(System.nanoTime() - began).isLessThan(Duration.ofSeconds(4).toNanos());
  }

  @Test
  void aFaultWaitsForALeaderWithinItsTime() throws Exception {
    Thread election =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (events.isEmpty()) {
                    Thread.onSpinWait();
                  }
                  fake.leader = Optional.of("n2");
                });
    carryOut("- {at: 0ms, for: 3s, fault: kill, on: leader}");
    election.join();
    assertThat(event("held")).isEqualTo("kill held");
  }

  @Test
  void aTriggerThatNeverComesIsSkippedWhenTheRunEnds() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("s.yml"), "- {when: first-info, for: 1s, fault: kill, on: [n1]}\n");
    List<PlannedFault> plan = ScheduleFile.read(file, new Seed(1)).faults();
    Nemesis nemesis =
        new Nemesis(
            fake.cluster(),
            plan,
            true,
            List.of(),
            3,
            journal,
            (type, function, value, error) -> events.add(shown(function, value, error)),
            Duration.ofMillis(300),
            own());
    nemesis.stop();
    nemesis.run(System.nanoTime());
    assertThat(events).contains("kill skip first-info did not happen", FaultPlan.END);
  }

  @Test
  void aNodeThatIsFrozenStaysSoWhenItsPauseStrobeEnds() throws Exception {
    assertThat(
            carryOut(
                "- {at: 0ms, for: 900ms, fault: pause-strobe, on: [n1]}",
                "- {at: 300ms, for: 1500ms, fault: pause, on: [n1, n2]}"))
        .endsWith("resume", "resume");
    assertThat(events).contains("pause-strobe held", "pause held", "pause kept");
  }

  @Test
  void theSameFaultTwiceOnANodeIsSkipped() throws Exception {
    assertThat(
            carryOut(
                "- {at: 0ms, for: 400ms, fault: kill, on: [n1]}",
                "- {at: 100ms, for: 500ms, fault: kill, on: [n1]}"))
        .containsExactly("kill", "start");
    assertThat(event("skip")).isEqualTo("kill skip n1 is down already");
  }

  @Test
  void aNodeIsStartedWhenTheLastThatHoldsItDownEnds() throws Exception {
    assertThat(
            carryOut(
                "- {at: 0ms, for: 400ms, fault: kill, on: [n1]}",
                "- {at: 100ms, for: 500ms, fault: kill, on: [n1, n2]}"))
        .filteredOn("start"::equals)
        .hasSize(2);
  }

  private static GuardedFaults own() {
    return new GuardedFaults(type -> true, new Breaches(text -> {}), Duration.ofSeconds(5));
  }

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
        Nemesis nemesis =
            new Nemesis(
                fake.cluster(),
                plan,
                true,
                List.of(),
                3,
                journal,
                (type, function, value, error) -> events.add(shown(function, value, error)),
                Duration.ofMillis(100),
                new GuardedFaults(
                    type -> type != hostile, new Breaches(told::add), Duration.ofMillis(50)));
        nemesis.run(System.nanoTime());
        nemesis.healAll();
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
    Nemesis nemesis =
        new Nemesis(
            fake.cluster(),
            plan,
            false,
            List.of(),
            3,
            journal,
            (type, function, value, error) -> events.add(shown(function, value, error)),
            Duration.ofMillis(300),
            own());
    nemesis.run(System.nanoTime());
    assertThat(events)
        .anyMatch(event -> event.startsWith("hostile skip the plan is late"))
        .anyMatch(event -> event.startsWith("pause held"));
  }

  @Test
  void aFaultOfAScheduleThatIsLateHoldsAsLongAsWasAsked() throws Exception {
    Hostile slow = new Hostile("inject", () -> LockSupport.parkNanos(600_000_000L));
    FaultType pause = FaultTypes.get("pause");
    List<PlannedFault> plan =
        List.of(
            new PlannedFault(0, 20, slow, "one", new Seed(1)),
            new PlannedFault(40, 440, pause, "one", new Seed(3)));
    Map<String, Long> times = new ConcurrentHashMap<>();
    Nemesis nemesis =
        new Nemesis(
            fake.cluster(),
            plan,
            true,
            List.of(),
            3,
            journal,
            (type, function, value, error) ->
                times.put(shown(function, value, ""), System.nanoTime()),
            Duration.ofMillis(300),
            own());
    nemesis.run(System.nanoTime());
    nemesis.healAll();
    assertThat(times).containsKeys("pause held", "pause kept");
    assertThat(times.get("pause kept") - times.get("pause held")).isGreaterThan(300_000_000L);
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
