package dev.ordeal.harness.cli;

import dev.ordeal.harness.terminal.TerminalWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The command line within the tests' JVM, and what its last command printed. */
public final class Ordeal {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /**
   * Executes a command; what an earlier one printed is forgotten.
   *
   * @return its exit code
   */
  public int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    line.setOut(new TerminalWriter(out, 0));
    line.setErr(new TerminalWriter(err, 0));
    int code = line.execute(arguments);
    line.getOut().flush();
    line.getErr().flush();
    return code;
  }

  /** What the last command printed to standard output. */
  public String out() {
    return out.toString();
  }

  /** What the last command printed to standard error. */
  public String err() {
    return err.toString();
  }

  /** Both, standard output first. */
  public String said() {
    return out() + "\n" + err();
  }
}
