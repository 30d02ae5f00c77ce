package dev.ordeal.harness.terminal;

import dev.ordeal.results.report.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Prints for people. What would steer a terminal is shown instead of obeyed, wherever it comes
 * from; lines are broken where the terminal ends. Only {@link #steer} reaches the terminal as it
 * is.
 */
public final class TerminalWriter extends PrintWriter {
  private final Lines lines;

  /**
   * Prints.
   *
   * @param columns the terminal's width; 0 for lines of any length
   */
  public TerminalWriter(Writer to, int columns) {
    this(new Lines(to, columns));
  }

  private TerminalWriter(Lines lines) {
    super(lines, true);
    this.lines = lines;
  }

  /** Sends the terminal what it is to obey; what was printed before comes first. */
  public void steer(String sequence) {
    synchronized (lock) {
      flush();
      lines.steer(sequence);
    }
  }

  /** Gathers lines. What is flushed before its line ends is neither broken nor held back. */
  private static final class Lines extends Writer {
    private final Writer to;
    private final int columns;
    private final StringBuilder line = new StringBuilder();
    private boolean isBegun;

    Lines(Writer to, int columns) {
      this.to = to;
      this.columns = columns;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      for (int i = offset; i < offset + length; i++) {
        if (text[i] != '\n') {
          line.append(text[i]);
          continue;
        }
        String whole = Printable.of(line.toString());
        to.write(isBegun ? whole : String.join("\n", Wrapping.lines(whole, columns)));
        to.write('\n');
        line.setLength(0);
        isBegun = false;
      }
    }

    void steer(String sequence) {
      try {
        to.write(sequence);
        to.flush();
      } catch (IOException closed) {
        throw new UncheckedIOException(closed);
      }
      isBegun = false;
    }

    @Override
    public void flush() throws IOException {
      if (!line.isEmpty()) {
        to.write(Printable.of(line.toString()));
        line.setLength(0);
        isBegun = true;
      }
      to.flush();
    }

    @Override
    public void close() throws IOException {
      flush();
      to.close();
    }
  }
}
