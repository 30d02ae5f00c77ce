package dev.ordeal.harness.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cli.Main;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TerminalWriterTest {
  private static String printed(int columns, String... lines) {
    StringWriter screen = new StringWriter();
    TerminalWriter writer = new TerminalWriter(screen, columns);
    for (String line : lines) {
      writer.println(line);
    }
    return screen.toString();
  }

  @Test
  void linesEndWhereTheTerminalDoes() {
    String reason = "INVALID: " + "read #12 of process 3 returned 5. ".repeat(20);
    String broken = printed(80, reason.strip());
    assertThat(broken.lines()).hasSizeGreaterThan(8).allMatch(line -> line.length() <= 80);
    assertThat(broken.lines().skip(1))
        .allMatch(line -> line.startsWith("  r") || line.charAt(2) > ' ');
    assertThat(broken.replaceAll("\n  ", " ").strip()).isEqualTo(reason.strip());
  }

  @Test
  void textBesideALabelGoesOnBelowItself() {
    String row = "partition            cuts the network between groups of nodes, leaders and all";
    assertThat(printed(60, row))
        .isEqualTo(
            """
            partition            cuts the network between groups of
                                 nodes, leaders and all
            """);
    assertThat(printed(40, "  warning: one two three four five six seven"))
        .isEqualTo("  warning: one two three four five six\n    seven\n");
  }

  @Test
  void pipesCommandsAndDocumentsKeepLongLines() {
    String text = "word ".repeat(60) + "end";
    assertThat(printed(0, text)).isEqualTo(text + "\n");
    for (String whole :
        new String[] {
          "  reproduce  ./ordeal run " + text,
          "  check it   ./ordeal check " + text,
          "./ordeal run " + text,
          "{\"a\": \"" + text + "\"}"
        }) {
      assertThat(printed(80, whole)).isEqualTo(whole + "\n");
    }
  }

  @Test
  void whatIsPrintedDoesNotSteerTheTerminal() {
    assertThat(printed(80, "\u001b]0;title\u0007 \u001b[31mred \r\u0000"))
        .isEqualTo("\\u001b]0;title\\u0007 \\u001b[31mred \\u000d\\u0000\n");
    StringWriter screen = new StringWriter();
    TerminalWriter writer = new TerminalWriter(screen, 80);
    writer.print("half \u001b[1m");
    writer.steer("\r\u001b[K");
    writer.println("whole");
    assertThat(screen.toString()).isEqualTo("half \\u001b[1m\r\u001b[Kwhole\n");
  }

  @Test
  void everyCommandPrintsThroughIt() {
    CommandLine line = Main.commandLine();
    assertThat(line.getOut()).isInstanceOf(TerminalWriter.class);
    for (CommandLine command : line.getSubcommands().values()) {
      assertThat(command.getOut()).isInstanceOf(TerminalWriter.class);
      assertThat(command.getErr()).isInstanceOf(TerminalWriter.class);
    }
  }
}
