package dev.ordeal.harness.terminal;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.PrintStream;

/** The terminal that the launcher found; where there is none, lines have any length. */
public final class Terminal {
  private Terminal() {}

  /** Standard output. */
  public static TerminalWriter out() {
    return writer(System.out, "ordeal.columns.out");
  }

  /** Standard error. */
  public static TerminalWriter err() {
    return writer(System.err, "ordeal.columns.err");
  }

  /** The columns of standard error; 0 if it is no terminal. */
  public static int columns() {
    return Integer.getInteger("ordeal.columns.err", 0);
  }

  private static TerminalWriter writer(PrintStream stream, String columns) {
    return new TerminalWriter(
        new BufferedWriter(new OutputStreamWriter(stream, stream.charset())),
        Integer.getInteger(columns, 0));
  }
}
