package dev.ordeal.workloads.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class GeneratorsTest {
  private static final long MILLI = 1_000_000;
  private static final Seed SEED = new Seed(7);

  private record Named(String function) implements Call {
    @Override
    public Value key() {
      return Value.NIL;
    }

    @Override
    public Value argument() {
      return Value.NIL;
    }
  }

  private static Generator one(String name) {
    return Generators.once(new Named(name));
  }

  private static Generator endless(String name) {
    return Generators.repeat(one(name));
  }

  private static Simulator.Answer ok(Op.Invoke op, long number) {
    return new Simulator.Answer(MILLI, new Outcome.Ok(Value.NIL));
  }

  private static Simulator.Answer info(Op.Invoke op, long number) {
    return new Simulator.Answer(MILLI, new Outcome.Info("lost"));
  }

  private static List<Event> run(Generator generator, int threads) {
    return run(generator, threads, GeneratorsTest::ok);
  }

  private static List<Event> run(
      Generator generator, int threads, BiFunction<Op.Invoke, Long, Simulator.Answer> system) {
    return Simulator.run(
        Generators.validate(Generators.clients(generator)), threads, 1_000, system);
  }

  private static List<Event> invocations(List<Event> events) {
    return events.stream().filter(e -> e.type() == Event.Type.INVOKE).toList();
  }

  private static String functions(List<Event> events) {
    return String.join(" ", invocations(events).stream().map(Event::function).toList());
  }

  @Test
  void onceEmitsOneOperation() {
    assertThat(functions(run(one("a"), 2))).isEqualTo("a");
  }

  @Test
  void nothingEndsAtOnce() {
    assertThat(run(Generators.nothing(), 2)).isEmpty();
  }

  @Test
  void concatGoesOneAfterAnother() {
    assertThat(functions(run(Generators.concat(one("a"), one("b"), one("c")), 1)))
        .isEqualTo("a b c");
  }

  @Test
  void limitEndsAfterSoMany() {
    assertThat(functions(run(Generators.limit(3, endless("a")), 2))).isEqualTo("a a a");
  }

  @Test
  void repeatNeverAdvances() {
    Generator inner = Generators.concat(one("a"), one("b"));
    assertThat(functions(run(Generators.repeat(3, inner), 1))).isEqualTo("a a a");
  }

  @Test
  void cycleBeginsAgain() {
    Generator inner = Generators.concat(one("a"), one("b"));
    assertThat(functions(run(Generators.cycle(2, inner), 1))).isEqualTo("a b a b");
  }

  @Test
  void flipFlopAlternatesAndEndsWithTheFirstThatEnds() {
    Generator both = Generators.flipFlop(endless("a"), Generators.limit(2, endless("b")));
    assertThat(functions(run(both, 1))).isEqualTo("a b a b a");
  }

  @Test
  void mapAndFilterChangeOperations() {
    Generator letters = Generators.concat(one("a"), one("b"), one("a"));
    Generator mapped =
        Generators.filter(
            op -> op instanceof Op.Invoke invoke && invoke.call().function().equals("x"),
            Generators.mapCalls(
                call -> call.function().equals("a") ? new Named("x") : call, letters));
    assertThat(functions(run(mapped, 1))).isEqualTo("x x");
  }

  @Test
  void mixUsesEveryPart() {
    Generator mixed =
        Generators.limit(60, Generators.mix(SEED, endless("a"), endless("b"), endless("c")));
    assertThat(functions(run(mixed, 3))).contains("a", "b", "c");
  }

  @Test
  void weightedMixFollowsTheWeights() {
    Map<Generator, Double> parts = new LinkedHashMap<>();
    parts.put(endless("often"), 9.0);
    parts.put(endless("seldom"), 1.0);
    Generator mixed = Generators.limit(400, Generators.weightedMix(SEED, parts));
    long often =
        invocations(run(mixed, 2)).stream().filter(e -> e.function().equals("often")).count();
    assertThat(often).isBetween(320L, 390L);
  }

  @Test
  void mixGoesOnWithoutAPartThatIsPending() {
    Generator waiting = Generators.awaited(Optional::empty);
    Generator mixed = Generators.limit(5, Generators.mix(SEED, waiting, endless("a")));
    assertThat(functions(run(mixed, 1))).isEqualTo("a a a a a");
  }

  @Test
  void anyTakesTheSoonest() {
    Generator slow = Generators.delay(Duration.ofMillis(10), Generators.limit(3, endless("slow")));
    Generator fast = Generators.delay(Duration.ofMillis(2), Generators.limit(9, endless("fast")));
    List<Event> events = invocations(run(Generators.any(SEED, slow, fast), 4));
    assertThat(events).hasSize(12);
    assertThat(events.stream().filter(e -> e.time() < 10 * MILLI && e.function().equals("slow")))
        .hasSize(1);
  }

  @Test
  void shortestAnyEndsWithTheFirst() {
    Generator both = Generators.shortestAny(SEED, Generators.limit(2, endless("a")), endless("b"));
    assertThat(run(both, 1).size()).isLessThan(100);
  }

  @Test
  void eachThreadGetsItsOwnCopy() {
    List<Event> events = invocations(run(Generators.eachThread(one("a")), 3));
    assertThat(events.stream().map(Event::process)).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void eachProcessBeginsAgainAfterALoss() {
    Generator copies = Generators.limit(6, Generators.eachProcess(one("a")));
    List<Event> events = invocations(run(copies, 2, GeneratorsTest::info));
    assertThat(events.stream().map(Event::process).distinct()).hasSize(6);
  }

  @Test
  void reserveKeepsThreadsApart() {
    Generator reserved =
        Generators.limit(
            40,
            Generators.reserve(
                SEED, new int[] {1, 2}, List.of(endless("a"), endless("b"), endless("c"))));
    for (Event event : invocations(run(reserved, 5))) {
      String expected = event.process() == 0 ? "a" : event.process() < 3 ? "b" : "c";
      assertThat(event.function()).isEqualTo(expected);
    }
  }

  @Test
  void phasesWaitForEveryThread() {
    Generator phases =
        Generators.phases(Generators.limit(4, endless("a")), Generators.limit(2, endless("b")));
    List<Event> events = run(phases, 2);
    int firstB = 0;
    while (!events.get(firstB).function().equals("b")) {
      firstB++;
    }
    assertThat(events.subList(0, firstB)).hasSize(8).allMatch(e -> e.function().equals("a"));
  }

  @Test
  void timeLimitCountsFromTheFirstOperation() {
    Generator late = Generators.concat(Generators.sleep(Duration.ofMillis(50)), endless("a"));
    List<Event> events = invocations(run(Generators.timeLimit(Duration.ofMillis(70), late), 1));
    assertThat(events).isNotEmpty();
    assertThat(events.getLast().time()).isLessThan(70 * MILLI);
  }

  @Test
  void delaySpacesOperations() {
    Generator spaced = Generators.delay(Duration.ofMillis(5), Generators.limit(4, endless("a")));
    assertThat(invocations(run(spaced, 9)).stream().map(Event::time))
        .containsExactly(0L, 5 * MILLI, 10 * MILLI, 15 * MILLI);
  }

  @Test
  void staggerKeepsTheRateOfTheWholeGenerator() {
    Generator staggered =
        Generators.stagger(SEED, Duration.ofMillis(2), Generators.limit(400, endless("a")));
    List<Event> events = invocations(run(staggered, 10));
    assertThat(events.getLast().time() / (double) MILLI).isBetween(700.0, 900.0);
  }

  @Test
  void openLoopKeepsIntendedTimesWhenThreadsAreBusy() {
    Generator open = Generators.openLoop(SEED, since -> 2_000, Generators.limit(50, endless("a")));
    List<Event> slow =
        run(open, 1, (op, n) -> new Simulator.Answer(10 * MILLI, new Outcome.Ok(Value.NIL)));
    // One thread makes an operation in 10 ms although one arrives every half: time falls behind.
    assertThat(invocations(slow)).hasSize(50);
    assertThat(invocations(slow).getLast().time()).isGreaterThan(450 * MILLI);
  }

  @Test
  void rampChangesTheRate() {
    var ramp = Generators.ramp(10, 110, Duration.ofSeconds(1));
    assertThat(ramp.applyAsDouble(0)).isEqualTo(10);
    assertThat(ramp.applyAsDouble(500_000_000)).isEqualTo(60);
    assertThat(ramp.applyAsDouble(5_000_000_000L)).isEqualTo(110);
  }

  @Test
  void untilOkStopsAfterASuccess() {
    Generator trying = Generators.untilOk(endless("a"));
    List<Event> events =
        run(
            trying,
            1,
            (op, n) ->
                new Simulator.Answer(
                    MILLI, n < 3 ? new Outcome.Fail("not yet") : new Outcome.Ok(Value.NIL)));
    assertThat(functions(events)).isEqualTo("a a a a");
  }

  @Test
  void processLimitBoundsProcesses() {
    Generator bounded = Generators.processLimit(5, endless("a"));
    List<Event> events = invocations(run(bounded, 2, GeneratorsTest::info));
    assertThat(events.stream().map(Event::process).distinct().count()).isLessThanOrEqualTo(5);
    assertThat(events).isNotEmpty();
  }

  @Test
  void concurrencyLimitKeepsThreadsIdle() {
    Generator bounded = Generators.limit(20, Generators.concurrencyLimit(2, endless("a")));
    int open = 0;
    int most = 0;
    for (Event event : run(bounded, 8)) {
      open += event.type() == Event.Type.INVOKE ? 1 : -1;
      most = Math.max(most, open);
    }
    assertThat(most).isEqualTo(2);
  }

  @Test
  void cycleTimesRotates() {
    Generator rotating =
        Generators.timeLimit(
            Duration.ofMillis(40),
            Generators.cycleTimes(
                List.of(Duration.ofMillis(10), Duration.ofMillis(5)),
                List.of(endless("a"), endless("b"))));
    for (Event event : invocations(run(rotating, 1))) {
      long within = event.time() % (15 * MILLI);
      assertThat(event.function()).isEqualTo(within < 10 * MILLI ? "a" : "b");
    }
  }

  @Test
  void cacheAsksTheInnerGeneratorSeldom() {
    int[] asked = {0};
    Generator expensive =
        Generators.deferred(
            () -> {
              asked[0]++;
              return endless("a");
            });
    Generator cached =
        Generators.limit(
            20,
            Generators.delay(
                Duration.ofMillis(1), Generators.cache(Duration.ofSeconds(1), expensive)));
    assertThat(invocations(run(cached, 4))).hasSize(20);
    assertThat(asked[0]).isLessThan(5);
  }

  @Test
  void concurrentKeysGivesEachGroupAKey() {
    Generator keys =
        Generators.concurrentKeys(
            2, key -> key < 6 ? Generators.limit(4, endless("key" + key)) : null);
    List<Event> events = invocations(run(keys, 4));
    assertThat(events).hasSize(24);
    for (long key = 0; key < 6; key++) {
      String name = "key" + key;
      assertThat(
              events.stream()
                  .filter(e -> e.function().equals(name))
                  .map(e -> e.process() / 2)
                  .distinct())
          .hasSize(1);
    }
  }

  @Test
  void concurrentKeysRefusesThreadsItCannotSplit() {
    assertThatThrownBy(() -> run(Generators.concurrentKeys(3, key -> endless("a")), 4))
        .hasMessageContaining("cannot be split into groups of 3");
  }

  @Test
  void sequentialKeysGoOneByOne() {
    Generator keys = Generators.sequentialKeys(key -> key < 3 ? one("key" + key) : null);
    assertThat(functions(run(keys, 1))).isEqualTo("key0 key1 key2");
  }

  @Test
  void replayKeepsTheRecordedTimes() {
    List<Op> plan =
        List.of(
            new Op.Invoke(5 * MILLI, 0, new Named("a")),
            new Op.Invoke(9 * MILLI, 0, new Named("b")));
    assertThat(invocations(run(Generators.replay(plan), 2)).stream().map(Event::time))
        .containsExactly(5 * MILLI, 9 * MILLI);
  }

  @Test
  void updatesReachOnlyTheThreadsInSight() {
    List<Integer> heard = new ArrayList<>();
    Generator listening =
        Generators.onThreads(
            thread -> thread == 1,
            Generators.onUpdate(
                (generator, context, event) -> {
                  heard.add(event.thread());
                  return generator;
                },
                Generators.limit(2, endless("b"))));
    run(Generators.any(SEED, listening, Generators.limit(3, endless("a"))), 2);
    assertThat(heard).isNotEmpty().containsOnly(1);
  }

  @Test
  void ignoredUpdatesDoNotArrive() {
    Generator deaf =
        Generators.ignoringUpdates(Generators.untilOk(Generators.limit(4, endless("a"))));
    assertThat(functions(run(deaf, 1))).isEqualTo("a a a a");
  }

  @Test
  void validateNamesEverythingThatIsWrong() {
    Generator wrong = Generators.map(op -> op.on(99), one("a"));
    assertThatThrownBy(() -> run(wrong, 1)).hasMessageContaining("thread 99 is not free");
  }

  @Test
  void sameSeedSamePlanAnotherSeedAnother() {
    assertThat(plan(1)).isEqualTo(plan(1)).isNotEqualTo(plan(2));
  }

  private static List<Event> plan(long seed) {
    Seed here = new Seed(seed);
    return run(
        Generators.limit(
            100,
            Generators.stagger(
                here.split("pace"),
                Duration.ofMillis(1),
                Generators.mix(here.split("mix"), endless("a"), endless("b")))),
        3);
  }
}
