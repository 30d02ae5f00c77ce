package dev.ordeal.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.ObjectCall;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Simulator;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How long everybody reads until they agree. */
class FinalReadsTest {
  private static final int THREADS = 3;
  private static final long LATENCY = 1_000_000;
  private static final Outcome OK_NIL = new Outcome.Ok(Value.NIL);

  private interface Answer {
    Outcome at(int thread, double second);
  }

  private static double seconds(ConsistencyModel promised, Answer answer) {
    List<Event> events =
        Simulator.run(
            Generators.validate(
                FinalReads.of(List.of(ObjectCall.of("read", 0)), promised, Duration.ofSeconds(10))),
            THREADS,
            100_000,
            (op, number) -> new Simulator.Answer(LATENCY, answer.at(op.thread(), op.time() / 1e9)));
    assertThat(events).isNotEmpty();
    return events.getLast().time() / 1e9;
  }

  private static Outcome read(long value) {
    return new Outcome.Ok(Value.of(value));
  }

  @Test
  void whereAllAgreeTheyReadForFiveSeconds() {
    assertThat(seconds(ConsistencyModel.EVENTUAL, (thread, second) -> read(7))).isBetween(4.5, 5.5);
  }

  @Test
  void whoDiffersIsReadUntilItHasNotDifferedForFiveSeconds() {
    assertThat(
            seconds(
                ConsistencyModel.EVENTUAL,
                (thread, second) -> read(thread == 0 && second < 20 ? 6 : 7)))
        .isBetween(24.5, 26.0);
  }

  @Test
  void whoAlwaysDiffersIsReadForAMinute() {
    assertThat(seconds(ConsistencyModel.EVENTUAL, (thread, second) -> read(thread)))
        .isBetween(59.0, 61.0);
  }

  @Test
  void theOrderOfElementsIsNoDifference() {
    assertThat(
            seconds(
                ConsistencyModel.EVENTUAL,
                (thread, second) ->
                    new Outcome.Ok(
                        thread == 0
                            ? Value.seq(Value.of(1), Value.of(2))
                            : Value.seq(Value.of(2), Value.of(1)))))
        .isLessThan(6.0);
  }

  /** It may say something else. */
  @Test
  void whoHasNotAnsweredIsWaitedForAMinute() {
    assertThat(
            seconds(
                ConsistencyModel.EVENTUAL,
                (thread, second) ->
                    thread == 0 && second < 30 ? new Outcome.Fail("down") : read(7)))
        .isBetween(34.5, 36.0);
    assertThat(
            seconds(
                ConsistencyModel.EVENTUAL,
                (thread, second) -> thread == 0 ? new Outcome.Fail("down") : read(7)))
        .isBetween(59.0, 61.0);
  }

  @Test
  void whatStillChangesIsReadUntilItDoesNot() {
    assertThat(
            seconds(
                ConsistencyModel.EVENTUAL, (thread, second) -> read((long) Math.min(second, 12))))
        .isBetween(16.5, 18.0);
  }

  @Test
  void whatMustBeRightAtOnceIsReadOnce() {
    assertThat(seconds(ConsistencyModel.LINEARIZABLE, (thread, second) -> read(7))).isLessThan(0.1);
  }

  /** The calls of each thread until one answer is nil. */
  private static Map<Integer, List<String>> untilNil(Answer answer) {
    SequencedMap<ObjectCall, ObjectCall> objects = new LinkedHashMap<>();
    for (long object : List.of(5L, 6L)) {
      objects.put(ObjectCall.of("first", object), ObjectCall.of("again", object));
    }
    List<Event> events =
        Simulator.run(
            Generators.validate(
                FinalReads.untilEmpty(objects, Value::isNil, Duration.ofSeconds(10))),
            THREADS,
            100_000,
            (op, number) -> new Simulator.Answer(LATENCY, answer.at(op.thread(), op.time() / 1e9)));
    return events.stream()
        .filter(event -> event.type() == Event.Type.INVOKE)
        .collect(
            Collectors.groupingBy(
                event -> event.process() % THREADS,
                Collectors.mapping(
                    event -> event.function() + " " + event.key(), Collectors.toList())));
  }

  @Test
  void eachThreadGoesOnUntilItFindsNothingMore() {
    Map<Integer, List<String>> calls =
        untilNil((thread, second) -> thread == 1 ? read(7) : second < 0.0015 ? read(7) : OK_NIL);
    assertThat(calls.get(0)).containsExactly("first 5", "again 5", "again 5", "first 6");
    assertThat(calls.get(1)).hasSize(4_000).startsWith("first 5", "again 5").endsWith("again 6");
  }

  @Test
  void aFailedCallDoesNotSayThatThereIsNothingMore() {
    Map<Integer, List<String>> calls =
        untilNil((thread, second) -> second < 0.0035 ? new Outcome.Fail("busy") : OK_NIL);
    assertThat(calls.get(2))
        .containsExactly("first 5", "again 5", "again 5", "again 5", "again 5", "first 6");
  }

  @Test
  void whatNeverEndsIsEndedByTheTime() {
    Outcome slow = read(7);
    List<Event> events =
        Simulator.run(
            FinalReads.untilEmpty(
                new LinkedHashMap<>(Map.of(ObjectCall.of("first", 5), ObjectCall.of("again", 5))),
                Value::isNil,
                Duration.ofSeconds(10)),
            THREADS,
            100_000,
            (op, number) -> new Simulator.Answer(100 * LATENCY, slow));
    assertThat(events.getLast().time() / 1e9).isBetween(9.0, 11.0);
  }
}
