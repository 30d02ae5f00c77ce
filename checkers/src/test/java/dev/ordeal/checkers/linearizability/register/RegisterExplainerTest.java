package dev.ordeal.checkers.linearizability.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Histories;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterExplainerTest {
  private static CheckResult check(String history) {
    return new LinearizabilityChecker(RegisterModel.EMPTY)
        .check(Histories.of(history), Budget.of(Duration.ofSeconds(10)));
  }

  private static Anomaly only(String history) {
    CheckResult result = check(history);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    return result.anomalies().getFirst();
  }

  @Test
  void acceptsReadsOfEitherValueDuringAWrite() {
    assertThat(check("0 w1 | 0 ok | 0 w2 | 1 r | 2 r | 1 ok1 | 2 ok2 | 0 ok").verdict())
        .isEqualTo(Verdict.VALID);
  }

  @Test
  void acceptsAnInfoWriteThatIsSeenLate() {
    assertThat(check("0 w1 | 0 info | 1 r | 1 ok | 1 r | 1 ok1").verdict())
        .isEqualTo(Verdict.VALID);
  }

  @Test
  void namesAStaleRead() {
    Anomaly anomaly = only("0 w1 | 0 ok | 0 w2 | 0 ok | 1 r | 1 ok2 | 1 r | 1 ok1 | 2 r | 2 ok2");
    assertThat(anomaly.name()).isEqualTo("stale-read");
    assertThat(anomaly.witness().size()).isLessThanOrEqualTo(4);
  }

  @Test
  void tellsWhichValuesACompareAndSetJoins() {
    Anomaly anomaly =
        only("0 w1 | 0 ok | 0 c1,2 | 0 info | 1 w3 | 1 ok | 2 r | 2 ok3 | 3 r | 3 ok2");
    assertThat(anomaly.name()).isEqualTo("stale-read");
    assertThat(anomaly.explanation())
        .contains("write #0 of process 0, which wrote 1, was over")
        .contains("Cas #2 of process 0 replaced 1 by 2 with nothing in between.");
    assertThat(anomaly.witness()).extracting(Operation::function).contains("cas");
  }

  @Test
  void callsAWriteThatNoReadShowedNoMoreThanThat() {
    for (String history :
        List.of(
            "0 w1 | 0 ok | 0 w2 | 0 ok | 1 r | 1 ok1 | 2 r | 2 ok1",
            "0 w1 | 0 ok | 1 r | 1 ok",
            "0 w1 | 0 ok | 0 w2 | 0 ok | 0 w3 | 0 info | 1 r | 1 ok1")) {
      Anomaly anomaly = only(history);
      assertThat(anomaly.name()).isEqualTo("stale-read");
      assertThat(anomaly.explanation())
          .contains("No read showed ")
          .endsWith("the write was lost, or this read was stale.")
          .doesNotContain("gone", "back in time");
    }
  }

  @Test
  void theReasonIsThatOfTheGravestAnomaly() {
    List<Event> events = new ArrayList<>();
    add(events, 0, "0 w1 | 0 ok | 0 w2 | 0 ok | 1 r | 1 ok2 | 1 r | 1 ok1");
    add(events, 1, "0 w1 | 0 ok | 0 c1,2 | 1 c1,3 | 0 ok | 1 ok");
    CheckResult result =
        new LinearizabilityChecker(RegisterModel.EMPTY)
            .check(History.of(events), Budget.of(Duration.ofSeconds(10)));
    assertThat(result.anomalies()).extracting(Anomaly::name).contains("stale-read", "lost-update");
    assertThat(result.reason()).contains("Compare-and-set was not atomic");
  }

  private static void add(List<Event> events, int key, String history) {
    for (Event event : Histories.of(history).events()) {
      int at = events.size();
      int process = event.process() + 10 * key;
      events.add(
          new Event(
              at, at, process, event.type(), event.function(), Value.of(key), event.value(), ""));
    }
  }

  /** An explanation gives the value of each operation that it names, for a reader to check. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void saysWhatEachOperationThatItNamesReadOrWrote(boolean unique) {
    int explained = 0;
    for (long seed = 0; seed < 3_000; seed++) {
      History history = RandomHistory.register(new SplittableRandom(seed), unique, 12);
      CheckResult result =
          new LinearizabilityChecker(RegisterModel.EMPTY)
              .check(history, Budget.of(Duration.ofSeconds(10)));
      for (Anomaly anomaly : result.anomalies()) {
        explained++;
        requireValues(anomaly, "seed " + seed + ": " + anomaly);
      }
    }
    assertThat(explained).isGreaterThan(500);
  }

  private static void requireValues(Anomaly anomaly, String where) {
    Matcher label = Pattern.compile("#(\\d+) of process \\d+").matcher(anomaly.explanation());
    String text = anomaly.explanation().replaceAll("#\\d+( of)? process \\d+", "");
    while (label.find()) {
      long index = Long.parseLong(label.group(1));
      Operation named =
          anomaly.witness().stream()
              .filter(op -> op.invocation().index() == index)
              .findFirst()
              .orElseThrow(() -> new AssertionError("not shown: #" + index + ", " + where));
      Value decisive =
          switch (named.function()) {
            case "read" -> named.result();
            case "write" -> named.argument();
            default -> named.argument().asList().getFirst();
          };
      Value replacement =
          named.function().equals("cas") ? named.argument().asList().getLast() : decisive;
      assertThat(
              Stream.of(decisive, replacement)
                  .anyMatch(v -> Pattern.compile("\\b" + v + "\\b").matcher(text).find()))
          .as(where)
          .isTrue();
    }
  }

  @Test
  void namesAPhantomRead() {
    assertThat(only("0 w1 | 0 ok | 1 r | 1 ok7").name()).isEqualTo("phantom-read");
  }

  @Test
  void namesADirtyRead() {
    assertThat(only("0 w1 | 0 fail | 1 r | 1 ok1").name()).isEqualTo("dirty-read");
  }

  @Test
  void namesAFutureRead() {
    assertThat(only("1 r | 1 ok1 | 0 w1 | 0 ok").name()).isEqualTo("future-read");
  }

  @Test
  void namesALostUpdate() {
    assertThat(only("0 w1 | 0 ok | 0 c1,2 | 1 c1,3 | 0 ok | 1 ok").name()).isEqualTo("lost-update");
  }

  @Test
  void explainsRepeatedValuesByTheFailingPrefix() {
    Anomaly anomaly = only("0 w1 | 0 ok | 0 w2 | 0 ok | 0 w1 | 0 ok | 1 r | 1 ok2");
    assertThat(anomaly.name()).isEqualTo("non-linearizable");
    assertThat(anomaly.explanation()).contains("state 1");
  }
}
