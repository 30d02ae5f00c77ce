package dev.ordeal.harness.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCheckerTest {
  private static final History NO_FAULTS = History.of(List.of());

  @TempDir private Path runs;
  private RunFolder folder;

  @BeforeEach
  void create() throws IOException {
    folder = RunFolder.create(runs, "x", Instant.EPOCH, 1);
  }

  private void log(String node, String text) throws IOException {
    Files.writeString(folder.node(node).resolve("node.log"), text, StandardCharsets.ISO_8859_1);
  }

  private CheckResult check(History history, LogRules rules) {
    return Judge.judge(
            history, List.of(new LogChecker(folder, rules)), Budget.of(Duration.ofSeconds(20)))
        .results()
        .getFirst();
  }

  private static LogRules rules(List<String> asked, List<String> ofTarget, List<String> ignored) {
    return new LogRules(asked, ofTarget, ignored);
  }

  @Test
  void namesNodeFileLineAndText() throws IOException {
    log("n1", "all is well\n");
    log("n2", "b\u00e9gin\nserving\npanic: no\ngoroutine 1 [running]:\n");
    Files.createDirectories(folder.node("n2").resolve("data"));
    Files.writeString(folder.node("n2").resolve("data/raft.log"), "panic: is data\n");
    CheckResult result = check(NO_FAULTS, LogRules.NONE);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("Node n2 logged (panic, line 3 of nodes/n2/node.log): panic: no");
    assertThat(result.anomalies()).hasSize(2);
    assertThat(result.anomalies().getFirst().name()).isEqualTo("logged-panic");
    assertThat(check(NO_FAULTS, rules(List.of(), List.of(), List.of("panic|goroutine"))).verdict())
        .isEqualTo(Verdict.VALID);
  }

  /** The first line of a trace says nothing; what follows it may be of another thread. */
  @Test
  void saysTheExceptionOfAStackTrace() throws IOException {
    log(
        "n1",
        """
        serving
        Traceback (most recent call last):
          File "kv.py", line 3, in put
            int(body)
        ValueError: no number: 'x'
        Traceback is what comes first
          indented
        AssertionError: late
        \tat a.B.c(B.java:1)
        Caused by: java.io.IOException: first
        \tat a.B.d(B.java:2)
        \t... 3 more
        Caused by: java.net.ConnectException: refused
        \tat a.B.e(B.java:2)
        Caused by nothing else
        """);
    CheckResult result =
        check(NO_FAULTS, rules(List.of(), List.of("Traceback|AssertionError: late"), List.of()));
    assertThat(result.anomalies())
        .extracting(Anomaly::explanation)
        .containsExactly(
            "Node n1 logged ('Traceback|AssertionError: late', line 2 of nodes/n1/node.log): "
                + "Traceback (most recent call last): … ValueError: no number: 'x'",
            "Node n1 logged ('Traceback|AssertionError: late', line 6 of nodes/n1/node.log): "
                + "Traceback is what comes first",
            "Node n1 logged ('Traceback|AssertionError: late', line 8 of nodes/n1/node.log): "
                + "AssertionError: late … Caused by: java.net.ConnectException: refused");
    assertThat(result.facts().get("matches").toString())
        .contains("exception=ValueError: no number: 'x'");
  }

  @Test
  void findsWhatUserAndDatabaseName() throws IOException {
    log("n1", "slow fsync took 900 ms\nlease lost\n");
    assertThat(check(NO_FAULTS, LogRules.NONE).verdict()).isEqualTo(Verdict.VALID);
    CheckResult asked =
        check(NO_FAULTS, rules(List.of("fsync took \\d{3,}"), List.of(), List.of()));
    assertThat(asked.anomalies()).hasSize(1);
    assertThat(asked.anomalies().getFirst().name()).isEqualTo("log-pattern");
    CheckResult named = check(NO_FAULTS, rules(List.of(), List.of("lease"), List.of()));
    assertThat(named.reason()).contains("line 2", "lease lost");
  }

  @Test
  void aFaultOfTheDiskExcusesWhatIsKnownButNotWhatWasAskedFor() throws IOException {
    log("n1", "panic: no space left\n");
    Value.Dict value =
        new Value.Dict(
            Map.of(
                FaultWindow.FAULT, Value.of(1),
                FaultWindow.PHASE, Value.of(FaultWindow.INJECT),
                FaultWindow.WHAT, Value.of("disk of n1 full"),
                FaultWindow.NODES, Value.texts(List.of("n1")),
                FaultWindow.MAY, Consequence.value(Set.of(Consequence.LOG_COMPLAINS))));
    Event full =
        new Event(0, 0, Event.NEMESIS, Event.Type.INVOKE, "disk-full", Value.NIL, value, "");
    History history = History.of(List.of(full));
    CheckResult result = check(history, LogRules.NONE);
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.warnings()).hasSize(1);
    assertThat(check(history, rules(List.of("panic"), List.of(), List.of())).verdict())
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void withoutLogsNothingIsProvenOfAPattern() {
    assertThat(check(NO_FAULTS, LogRules.NONE).reason()).startsWith("not judged");
    assertThat(check(NO_FAULTS, rules(List.of("x"), List.of(), List.of())).verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void rulesAreKeptInTheRunsOptions() {
    LogRules rules = rules(List.of("a b", "c,d"), List.of("e"), List.of());
    assertThat(LogRules.of(rules.options())).isEqualTo(rules);
    assertThatThrownBy(() -> LogRules.checked("(")).hasMessageContaining("no regular expression");
    assertThatThrownBy(() -> LogRules.checked("")).isInstanceOf(IllegalArgumentException.class);
  }
}
