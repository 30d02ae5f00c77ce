package dev.ordeal.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextSummaryTest {
  private static final History HISTORY =
      History.of(List.of(Event.invoke(0, 0, 1, "read", Value.NIL, Value.NIL)));

  private static Anomaly anomaly(String name, String explanation, int index) {
    Event call = Event.invoke(index, index, 1, "read", Value.NIL, Value.NIL);
    return new Anomaly(
        name, Value.of(7), explanation, List.of(new Operation(call, Optional.empty())));
  }

  private static CheckResult invalid(String checker, String reason, Anomaly... anomalies) {
    return new CheckResult(checker, Verdict.INVALID, reason, List.of(anomalies), Map.of());
  }

  private static List<String> lines(CheckResult... results) {
    return TextSummary.lines(HISTORY, new Judgement(List.of(results)));
  }

  @Test
  void theOperationsBelowTheVerdictAreThoseOfItsReason() {
    List<String> lines =
        lines(
            invalid("slow", "Calls were slow.", anomaly("slow-call", "Calls were slow.", 3)),
            invalid("linearizable", "It is old.", anomaly("stale-read", "It is old.", 5)),
            invalid("bank", "Money is gone.", anomaly("wrong-total", "Money is gone.", 9)));
    assertThat(lines.subList(0, 3))
        .containsExactly(
            "INVALID: Money is gone.", "  wrong-total on key 7:", "    #9 process 1: read → info");
  }

  @Test
  void whatTheReasonDoesNotSayIsSaidBesideTheAnomaly() {
    assertThat(lines(invalid("slow", "1 slow call", anomaly("slow-call", "took 2,345 ms", 3))))
        .contains("  slow-call on key 7: took 2,345 ms");
  }

  @Test
  void whatIsNotShownIsCounted() {
    List<Operation> many =
        IntStream.range(0, 9).mapToObj(i -> anomaly("x", "", i).witness().getFirst()).toList();
    Anomaly anomaly = new Anomaly("stale-read", Value.NIL, "old", many);
    assertThat(lines(invalid("linearizable", "old", anomaly)))
        .contains("    … and 3 more, in the report");
  }

  @Test
  void thePageAndTheTerminalNameTheSameRate() {
    CheckResult load = CheckResult.valid("whole-run", "ran 10 s", Map.of("rate", 110.4));
    assertThat(HtmlReport.ofFile("h", "check", List.of(), HISTORY, new Judgement(List.of(load))))
        .contains("<b>110</b>operations a second")
        .contains("ended ok")
        .doesNotContain("succeeded");
  }

  private static CheckResult faults(String... skipped) {
    return CheckResult.valid(
        "faults", "1 of 3 planned faults held", Map.of("skipped", List.of(skipped)));
  }

  @Test
  void faultsThatWereLeftOutAreListedWithTheirReason() {
    CheckResult faults = faults("kill leader at 900 ms: no leader", "pause at 2000 ms: was dead");
    assertThat(lines(faults))
        .contains("  skipped    kill leader at 900 ms: no leader (and 1 more, in the report)");
    String page =
        HtmlReport.ofFile("h.jsonl", "check", List.of(), HISTORY, new Judgement(List.of(faults)));
    assertThat(page).contains("kill leader at 900 ms: no leader", "pause at 2000 ms: was dead");
    assertThat(lines(faults())).noneMatch(line -> line.contains("skipped"));
  }

  private static Anomaly without(String name, String explanation) {
    return new Anomaly(name, Value.NIL, explanation, List.of());
  }

  @Test
  void anAnomalyWithoutOperationsIsExplainedOnce() {
    CheckResult log =
        invalid("logs", "Node n1 logged x", without("log-pattern", "Node n1 logged x"));
    assertThat(lines(log)).startsWith("INVALID: Node n1 logged x", "  log-pattern");
    CheckResult whole = invalid("whole", "3 things are wrong", log.anomalies().getFirst());
    assertThat(lines(whole, log))
        .startsWith("INVALID: 3 things are wrong", "  log-pattern: Node n1 logged x");
  }
}
