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
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final String MARKUP = "</td><img src=x onerror='alert(1)'>&\"";
  private static final String SHOWN =
      "&lt;/td&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;&quot;";

  @Test
  void whatDatabasesAndHistoriesSayIsTextAndNoMarkup() {
    Event call = Event.invoke(0, 0, 1, MARKUP, Value.NIL, Value.of(MARKUP));
    History history = History.of(List.of(call));
    Anomaly anomaly =
        new Anomaly(
            MARKUP, Value.of(MARKUP), MARKUP, List.of(new Operation(call, Optional.empty())));
    CheckResult result =
        new CheckResult(
            MARKUP, Verdict.INVALID, MARKUP, List.of(anomaly), Map.of(), List.of(MARKUP));
    String page =
        HtmlReport.ofFile(MARKUP, MARKUP, List.of(MARKUP), history, new Judgement(List.of(result)));
    assertThat(page).contains(SHOWN).doesNotContain("<img");
  }

  @Test
  void oneLineSaysWhatWasSeenWhereAndWhen() {
    Event call =
        new Event(
            7, 5_852_000_000L, 1, Event.Type.INVOKE, "read", Value.of(0), Value.NIL, "", "n3");
    Event answer =
        new Event(8, 5_857_000_000L, 1, Event.Type.OK, "read", Value.of(0), Value.of(366), "");
    History history = History.of(List.of(call, answer));
    Anomaly stale = new Anomaly("stale-read", Value.of(0), "It is old.", history.operations());
    CheckResult result =
        new CheckResult("linearizable", Verdict.INVALID, "", List.of(stale), Map.of(), List.of());
    assertThat(Headline.of(history, new Judgement(List.of(result))))
        .isEqualTo("stale-read on key 0: read 366 (#7 at n3), 5.852 s");
    Anomaly crash = new Anomaly("node-crashed", Value.NIL, "n1 ended.", List.of());
    CheckResult nodes =
        new CheckResult("nodes", Verdict.INVALID, "", List.of(crash), Map.of(), List.of());
    assertThat(Headline.of(history, new Judgement(List.of(nodes)))).isEmpty();
  }
}
