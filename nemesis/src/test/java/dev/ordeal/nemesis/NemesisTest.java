package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultPlan;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.results.run.FaultJournal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of planned faults, as the nemesis' events say. */
@Execution(ExecutionMode.CONCURRENT)
class NemesisTest extends NemesisFixture {
  /** What cannot be read back: the database's word counts, and a copy of files. */
  private static final Set<String> TAKEN_FOR_TRUE = Set.of("membership", "rollback");

  /** What a fault's injection says that it may make of nodes. */
  private Set<Consequence> may(String kind) throws Exception {
    List<Value> values = new CopyOnWriteArrayList<>();
    nemesis(
            plan("- {at: 0ms, for: 50ms, fault: %s, on: [n1]}".formatted(kind)),
            true,
            (type, function, value, error) -> values.add(value))
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

  static List<String> names() {
    return FaultTypes.all().stream().map(FaultType::name).toList();
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

  /** Ends a node as the kernel does, once an event has been recorded. */
  private Thread ended(String node, String once) {
    return Thread.ofPlatform()
        .start(
            () -> {
              while (!events.contains(once)) {
                Thread.onSpinWait();
              }
              fake.states.remove(node);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "pause", "kill"})
  void aFaultOfANodeThatWantsMemoryAndIsGoneIsSkipped(String fault) throws Exception {
    Thread kernel = ended("n1", "memory held");
    carryOut(
        "- {at: 0ms, for: 1200ms, fault: memory, on: [n1]}",
        "- {at: 200ms, for: 600ms, fault: %s, on: [n1]}".formatted(fault));
    kernel.join();
    assertThat(events)
        .anyMatch(e -> e.startsWith(fault + " skip n1 has no process during 'n1 with "));
    assertThat(events).noneMatch(e -> e.startsWith(fault + " held"));
  }

  @Test
  void aFaultHoldsOnTheNodesThatAnotherDidNotEnd() throws Exception {
    Thread kernel = ended("n1", "memory held");
    carryOut(
        "- {at: 0ms, for: 1200ms, fault: memory, on: [n1]}",
        "- {at: 200ms, for: 600ms, fault: cpu, on: [n1, n2]}");
    kernel.join();
    assertThat(events).contains("cpu held", "cpu kept");
  }

  @Test
  void aFaultOfANodeThatNoOtherFaultEndedHadNoEffect() throws Exception {
    Thread kernel = ended("n2", "memory held");
    carryOut(
        "- {at: 0ms, for: 1200ms, fault: memory, on: [n1]}",
        "- {at: 200ms, for: 600ms, fault: cpu, on: [n2]}");
    kernel.join();
    assertThat(events).contains("cpu held no process of n2 is limited");
  }

  @Test
  void aFaultHeldUntilAnotherEndedItsNode() throws Exception {
    Thread kernel = ended("n1", "memory held");
    carryOut(
        "- {at: 0ms, for: 800ms, fault: cpu, on: [n1]}",
        "- {at: 200ms, for: 900ms, fault: memory, on: [n1]}");
    kernel.join();
    assertThat(events).contains("cpu held", "cpu kept");
  }

  @Test
  void aFaultThatIsLateDoesNotJoinOneThatTheSchedulePutsAfterIt() throws Exception {
    fake.leaderMillis = 500;
    carryOut(
        "- {at: 0ms, for: 20ms, fault: kill, on: leader}",
        "- {at: 10ms, for: 300ms, fault: memory, on: [n1]}",
        "- {at: 320ms, for: 50ms, fault: cpu, on: [n1]}",
        "- {at: 825ms, for: 300ms, fault: memory, on: [n1]}");
    List<String> order =
        events.stream()
            .filter(e -> e.equals("memory held") || e.equals("memory undo") || e.startsWith("cpu "))
            .toList();
    assertThat(order.indexOf("memory undo")).isGreaterThan(order.indexOf("memory held"));
    for (int cpu = 0; cpu < order.size(); cpu++) {
      if (order.get(cpu).equals("cpu held")) {
        List<String> before = order.subList(0, cpu);
        assertThat(before.lastIndexOf("memory undo"))
            .as("in order %s", order)
            .isGreaterThan(before.lastIndexOf("memory held"));
      }
    }
    assertThat(order).contains("cpu held", "cpu kept", "cpu gone");
  }

  /** Commands in containers take seconds on a busy machine. */
  @Test
  void whatHasNotBegunYetIsWaitedForLonger() throws Exception {
    fake.pauseMillis = PATIENCE.toMillis() * 2;
    carryOut("- {at: 0ms, for: 2s, fault: pause-strobe, on: [n1]}");
    assertThat(events).contains("pause-strobe held", "pause-strobe gone");
  }

  @Test
  void whatNeverBeginsHadNoEffect() throws Exception {
    fake.pauseMillis = PATIENCE.toMillis() * 6;
    carryOut("- {at: 0ms, for: 2s, fault: pause-strobe, on: [n1]}");
    assertThat(events).contains("pause-strobe held nothing was seen yet");
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
    Nemesis nemesis =
        nemesis(plan("- {when: first-info, for: 1s, fault: kill, on: [n1]}"), true, this::record);
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
}
