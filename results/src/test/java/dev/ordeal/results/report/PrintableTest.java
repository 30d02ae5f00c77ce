package dev.ordeal.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class PrintableTest {
  /** Colours, a window's title, NUL, a carriage return, C1, a direction override, half a pair. */
  private static final String EVIL =
      "red \u001b[31m title \u001b]0;x\u0007 nul \u0000 cr \r c1 \u009b31m rtl \u202e half \ud800";

  @Test
  void whatATerminalWouldObeyIsShown() {
    assertThat(Printable.of(EVIL))
        .isEqualTo(
            "red \\u001b[31m title \\u001b]0;x\\u0007 nul \\u0000 cr \\u000d c1 \\u009b31m rtl"
                + " \\u202e half \\ud800");
  }

  @Test
  void whatIsOnlyTextStaysAsItIs() {
    String text = "ää → 值 \uD83D\uDE00 é\tx\n";
    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @Test
  void noReportHoldsWhatANodeSaid() throws Exception {
    History history =
        History.of(
            List.of(
                Event.invoke(0, 0, 1, "wr\u001bite", Value.NIL, Value.of(EVIL)),
                new Event(1, 1, 1, Event.Type.INFO, "wr\u001bite", Value.NIL, Value.NIL, EVIL)));
    Judgement judgement =
        new Judgement(
            List.of(CheckResult.unknown("nodes", EVIL, Map.of()).withWarnings(List.of(EVIL))));
    String page = HtmlReport.ofFile(EVIL, EVIL, List.of(EVIL), history, judgement);
    String xml = JUnitXml.of(info(), judgement);
    for (String text : List.of(page, xml)) {
      assertThat(text).contains("\\u001b[31m");
      assertThat(text.chars().filter(c -> c < ' ' && c != '\n' && c != '\t')).isEmpty();
    }
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static RunInfo info() {
    return new RunInfo(
        "id",
        "finished",
        EVIL,
        "w",
        "process",
        1,
        "",
        List.of(),
        Map.of(),
        "2026-11-29T00:00:00Z",
        null,
        Map.of(),
        EVIL,
        "",
        "",
        "",
        List.of());
  }
}
