package dev.ordeal.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the drawings of a report do in a browser, which has to be on the PATH. */
@Tag("extended")
class ReportInBrowserTest {
  private static final long MILLI = 1_000_000;
  private static final int SECONDS_MAX = 120;
  private static final Pattern SAID =
      Pattern.compile("<pre id=\"said\">(.*?)</pre>", Pattern.DOTALL);

  @TempDir private Path folder;
  private final List<Event> events = new ArrayList<>();

  private void event(int process, long millis, Event.Type type, String function, long value) {
    events.add(
        new Event(
            events.size(),
            millis * MILLI,
            process,
            type,
            function,
            Value.of(0),
            Value.of(value),
            "",
            "n" + (process + 1)));
  }

  private void fault(long millis, String phase) {
    Value what =
        new Value.Dict(
            Map.of(
                FaultWindow.FAULT, Value.of(0),
                FaultWindow.PHASE, Value.of(phase),
                FaultWindow.WHAT, Value.of("partition halves [n1] | [n2]")));
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.INFO)) {
      events.add(
          new Event(
              events.size(),
              millis * MILLI,
              Event.NEMESIS,
              type,
              "partition",
              Value.NIL,
              what,
              ""));
    }
  }

  /** A write and a later read of what it replaced, with a fault between. */
  private History history() {
    event(0, 100, Event.Type.INVOKE, "write", 1);
    event(0, 110, Event.Type.OK, "write", 1);
    fault(200, FaultWindow.INJECT);
    event(1, 300, Event.Type.INVOKE, "write", 2);
    event(1, 310, Event.Type.OK, "write", 2);
    fault(400, FaultWindow.UNDO);
    event(0, 900, Event.Type.INVOKE, "read", 1);
    event(0, 910, Event.Type.OK, "read", 1);
    return History.of(events);
  }

  private static String page(History history) {
    Anomaly anomaly =
        new Anomaly("stale-read", Value.of(0), "It is old.", history.operations().subList(0, 3));
    CheckResult result =
        new CheckResult(
            "linearizable", Verdict.INVALID, "stale", List.of(anomaly), Map.of(), List.of());
    return HtmlReport.ofFile(
        "a history", "ordeal check", List.of(), history, new Judgement(List.of(result)));
  }

  private static Optional<String> browser() {
    return Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
        .flatMap(
            name -> Stream.of(System.getenv("PATH").split(":")).map(place -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** Opens a page, lets a script work in it, and returns what that said. */
  private JsonNode opened(String page, String script) throws IOException, InterruptedException {
    Optional<String> browser = browser();
    assumeTrue(browser.isPresent(), "no Chromium on the PATH");
    Path file = folder.resolve("page.html");
    Files.writeString(file, page.replace("</body>", "<script>" + script + "</script></body>"));
    Path out = folder.resolve("dom.html");
    Process process =
        new ProcessBuilder(
                browser.get(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1200,1000",
                // Scripts that wait go on at once, and time is not what it is.
                script.contains("await") ? "--virtual-time-budget=20000" : "--no-first-run",
                "--dump-dom",
                file.toUri().toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).as("the browser ended").isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    String dom = Files.readString(out);
    Matcher said = SAID.matcher(dom);
    assertThat(said.find()).as(dom).isTrue();
    return JsonMapper.builder().build().readTree(said.group(1).replace("&amp;", "&"));
  }

  private static String script(String name) throws IOException {
    try (InputStream in = ReportInBrowserTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theDrawingIsZoomedMovedAndSearched() throws Exception {
    JsonNode said = opened(page(history()), script("in-browser.js"));
    assertThat(said.path("errors").toString()).isEqualTo("[]");
    assertThat(said.path("bars").asInt()).isEqualTo(3);
    assertThat(said.path("band").asString()).contains("partition halves [n1] | [n2]");
    assertThat(said.path("helpIsShown").asBoolean()).isTrue();
    // Around the first two writes: the read is out of sight, the write in between is wider.
    assertThat(said.path("zoomed").path("wider").asDouble()).isGreaterThan(2);
    assertThat(said.path("zoomed").path("hidden").asInt()).isEqualTo(1);
    assertThat(said.path("zoomed").path("ticks").asInt()).isBetween(2, 10);
    assertThat(said.path("reset").path("wider").asDouble()).isCloseTo(1, within(0.02));
    assertThat(said.path("reset").path("hidden").asInt()).isZero();
    assertThat(said.path("byKeyboard").path("wider").asDouble()).isBetween(1.5, 2.5);
    assertThat(said.path("tip").asString()).contains("write key 0 1", "0.100 to 0.110 s (10.0 ms)");
    assertThat(said.path("foundByRow").asString()).isEqualTo("read");
    assertThat(said.path("foundByBar").asString()).contains("write key 0 1");
  }

  @Test
  void whatIsAskedForIsShownEverywhere() throws Exception {
    JsonNode said = opened(page(history()), script("filters-in-browser.js"));
    assertThat(said.path("errors").toString()).isEqualTo("[]");
    assertThat(said.path("isShown").asBoolean()).isTrue();
    assertThat(said.path("labelled").asBoolean()).isTrue();
    assertThat(said.path("first").toString())
        .contains("\"hash\":\"\"", "\"matching\":\"\"", "\"listed\":3", "1 to 3 of 3");
    assertThat(said.path("node").toString())
        .contains("#node=n2", "1 of 3 operations match; they are part of 1 of 1 anomalies.")
        .contains("\"listed\":1", "\"bars\":3", "\"faded\":2", "\"fadedRows\":2");
    assertThat(said.path("both").toString())
        .contains("#node=n2&function=read", "0 of 3 operations", "\"anomalies\":0", "None.");
    assertThat(said.path("processes").toString()).contains("3 of 3 operations", "process=0%2C%201");
    assertThat(said.path("key").toString()).contains("0 of 3 operations", "key=nobody's");
    assertThat(said.path("reset")).isEqualTo(said.path("first"));
    assertThat(said.path("recalled").toString())
        .contains("\"asked\":\"fail\"", "\"listed\":0", "#outcomes&outcome=fail");
    assertThat(said.path("kept").path("hash").asString()).isEqualTo("#faults&outcome=fail");
    assertThat(said.path("kept").path("matching"))
        .isEqualTo(said.path("recalled").path("matching"));
    assertThat(said.path("zoomed").path("listed").asInt()).as("about the middle").isLessThan(3);
    assertThat(said.path("whole").path("listed").asInt()).isEqualTo(3);
  }

  /** Two short calls, and a third half a minute later. */
  private History farApart() {
    event(0, 100, Event.Type.INVOKE, "write", 1);
    event(0, 110, Event.Type.OK, "write", 1);
    event(1, 111, Event.Type.INVOKE, "write", 2);
    event(1, 121, Event.Type.OK, "write", 2);
    event(0, 30_000, Event.Type.INVOKE, "read", 1);
    event(0, 30_020, Event.Type.OK, "read", 1);
    return History.of(events);
  }

  @Test
  void whatIsLeftOutOfADrawingIsZoomedRight() throws Exception {
    JsonNode said = opened(page(farApart()), script("breaks-in-browser.js"));
    assertThat(said.path("errors").toString()).isEqualTo("[]");
    assertThat(said.path("length").asString()).isEqualTo("⋯ 29.9 s");
    assertThat(said.path("title").asString()).contains("29.9 s are left out here");
    for (String state : List.of("first", "near", "far", "reset")) {
      assertThat(said.path(state).path("worst").asDouble())
          .as("pixels between an instant and its place, " + state)
          .isLessThan(1);
      assertThat(said.path(state).path("ticks").asInt()).isBetween(2, 11);
    }
    assertThat(said.path("first").path("hidden").asInt()).isZero();
    assertThat(said.path("near").path("hidden").asInt()).isEqualTo(1);
    assertThat(said.path("far").path("hidden").asInt()).isEqualTo(2);
    assertThat(said.path("first").path("narrowest").asDouble()).as("readable").isGreaterThan(100);
    assertThat(said.path("near").path("narrowest").asDouble()).isGreaterThan(200);
  }

  /** What takes long in a browser is not used. */
  @Test
  void aBigPageIsFilteredAtOnce() throws Exception {
    History small = history();
    for (int i = 0; i < ChartData.POINTS_MAX - small.operations().size(); i++) {
      event(i % 20, 2_000 + i, Event.Type.INVOKE, "write", 10 + i);
      event(i % 20, 2_001 + i, Event.Type.OK, "write", 10 + i);
    }
    JsonNode said = opened(page(History.of(events)), script("big-in-browser.js"));
    assertThat(said.path("place").asString()).isEqualTo("1 to 100 of 100,000");
    assertThat(said.path("matching").asString()).contains("100,000 of 100,000 operations match");
    assertThat(said.path("millis").asDouble()).isBetween(0.1, 3_000.0);
  }

  @Test
  void nothingIsAskedOfAnyServer() throws Exception {
    JsonNode said =
        opened(
            page(history()),
            "const said = document.createElement('pre'); said.id = 'said';"
                + "said.textContent = JSON.stringify({"
                + "asked: performance.getEntriesByType('resource').map((e) => e.name)});"
                + "document.body.append(said);");
    assertThat(said.path("asked").toString()).isEqualTo("[]");
  }
}
