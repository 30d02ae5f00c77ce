package dev.ordeal.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
  private static final long MILLI = 1_000_000;
  private static final Pattern LABEL =
      Pattern.compile(
          "<text class=\"label proof\" data-op=\"[0-9]+\" x=\"([0-9.]+)\" y=\"([0-9]+)\""
              + " pointer[^>]*>([^<]*)<");

  private final List<Event> events = new ArrayList<>();

  private void invoke(int process, long millis, long value) {
    events.add(event(process, millis, Event.Type.INVOKE, value));
  }

  private void ok(int process, long millis, long value) {
    events.add(event(process, millis, Event.Type.OK, value));
  }

  private Event event(int process, long millis, Event.Type type, long value) {
    return new Event(
        events.size(), millis * MILLI, process, type, "write", Value.of(0), Value.of(value), "");
  }

  private List<String> labels() {
    return labels(Value.of(0));
  }

  private List<String> labels(Value key) {
    History history = History.of(events);
    List<Operation> all = history.operations();
    String svg = Timeline.of(history, new Anomaly("test", key, "", all)).svg();
    return LABEL
        .matcher(svg)
        .results()
        .map((MatchResult m) -> m.group(3) + " at " + m.group(2))
        .toList();
  }

  @Test
  void anAnomalyOfAllObjectsShowsThoseOfItsWitness() {
    invoke(0, 0, 1);
    ok(0, 900, 1);
    assertThat(labels(Value.NIL)).containsExactly("write key 0 1 at 19");
  }

  @Test
  void labelsOfShortNeighboursStandBelowEachOther() {
    invoke(0, 0, 111_111);
    ok(0, 1, 111_111);
    invoke(0, 2, 222_222);
    ok(0, 3, 222_222);
    invoke(1, 500, 4);
    invoke(0, 900, 333_333);
    ok(0, 901, 333_333);
    ok(1, 1_000, 4);
    assertThat(labels())
        .containsExactly(
            "write 111111 at 37", "write 333333 at 37", "write 222222 at 51", "write 4 at 77");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 9, 10, 11, 999, 1_000, 80_000_000, 30_000_000_000L, Long.MAX_VALUE / 4})
  void anAxisHasAReadableNumberOfRoundInstants(long span) {
    StringBuilder svg = new StringBuilder();
    new TimeAxis(12_345, 12_345 + span, 130, 1080).draw(svg, 100);
    List<String> ticks =
        Pattern.compile(">([0-9.]+) s<").matcher(svg).results().map(m -> m.group(1)).toList();
    assertThat(ticks).hasSizeBetween(1, 9).doesNotHaveDuplicates();
  }

  @Test
  void faultsThatHeldAreBehindTheBarsWithTheirNames() {
    invoke(0, 0, 1);
    ok(0, 900, 1);
    History history = History.of(events);
    TimeAxis axis = new TimeAxis(0, 900 * MILLI, 130, 1080);
    FaultBands bands =
        new FaultBands(
            List.of(
                new FaultWindow(0, "kill", "kill [n1]", 100 * MILLI, 200 * MILLI),
                new FaultWindow(1, "pause", "pause <n2>", 110 * MILLI, 2_000 * MILLI),
                new FaultWindow(2, "kill", "later", 1_000 * MILLI, 2_000 * MILLI)),
            axis);
    StringBuilder svg = new StringBuilder();
    bands.draw(svg, 100);
    assertThat(bands.height()).as("two names, one below the other").isEqualTo(36);
    assertThat(svg)
        .contains(">kill [n1]</text>", ">pause &lt;n2&gt;</text>", "0.100 to 0.200 s")
        .doesNotContain("later");
    assertThat(
            Timeline.of(history, new Anomaly("test", Value.of(0), "", history.operations())).svg())
        .contains("<g class=\"bands\"></g>");
  }

  @Test
  void longWaitsBetweenShortOperationsAreLeftOut() {
    long ms = MILLI;
    assertThat(AxisBreaks.between(0, 10 * ms, 30_000 * ms, 30_014 * ms))
        .containsExactly(new TimeAxis.Break(12 * ms, 29_998 * ms));
    assertThat(AxisBreaks.between(0, 12 * ms, 9_000 * ms, 9_012 * ms, 30_000 * ms, 30_012 * ms))
        .as("two waits")
        .hasSize(2);
    assertThat(AxisBreaks.between(0, 15_000 * ms, 15_001 * ms, 30_000 * ms))
        .as("a short call within a long one")
        .hasSize(2);
    assertThat(AxisBreaks.between(0, 10 * ms, 50 * ms, 60 * ms)).isEmpty();
    assertThat(AxisBreaks.between(0, 30_000 * ms)).as("one long call").isEmpty();
    assertThat(AxisBreaks.between(5, 5)).isEmpty();
  }

  @Test
  void aBrokenAxisHasItsInstantsInOrderAndATickInEachPart() {
    TimeAxis.Break gap = new TimeAxis.Break(12 * MILLI, 29_998 * MILLI);
    TimeAxis axis = new TimeAxis(0, 30_012 * MILLI, 130, 1080, List.of(gap));
    assertThat(axis.x(0)).isEqualTo(130);
    assertThat(axis.x(gap.to()) - axis.x(gap.from())).isEqualTo(64);
    assertThat(axis.x(10 * MILLI) - axis.x(0))
        .as("the same scale on both sides")
        .isCloseTo(axis.x(30_010 * MILLI) - axis.x(30_000 * MILLI), within(0.01));
    assertThat(axis.x(30_012 * MILLI)).isCloseTo(1080, within(0.01));
    assertThat(axis.shows(100 * MILLI, 200 * MILLI)).isFalse();
    assertThat(axis.shows(100 * MILLI, 30_000 * MILLI)).isTrue();
    StringBuilder svg = new StringBuilder();
    axis.draw(svg, 100);
    axis.drawBreaks(svg, 0, 100);
    assertThat(svg.toString())
        .contains(">0.010 s<", ">30.000 s<", "⋯ 30.0 s", "0.012 to 29.998 s")
        .doesNotContain(">0.015 s<", ">29.995 s<");
    assertThat(axis.knots()).startsWith("0.000000 130.00 0.012000 ").endsWith(" 1080.00");
  }

  @Test
  void whatHappensOnlyWhereTimeIsLeftOutIsNotDrawn() {
    invoke(0, 0, 1);
    ok(0, 10, 1);
    invoke(1, 5_000, 2);
    ok(1, 5_010, 2);
    invoke(0, 30_000, 3);
    ok(0, 30_010, 3);
    History history = History.of(events);
    List<Operation> all = history.operations();
    Anomaly anomaly = new Anomaly("test", Value.of(0), "", List.of(all.get(0), all.get(2)));
    Timeline.Drawing drawing = Timeline.of(history, anomaly);
    assertThat(drawing.operations()).containsExactlyInAnyOrder(all.get(0), all.get(2));
    assertThat(drawing.svg()).contains("class=\"break\"", "⋯ 30.0 s");
  }
}
