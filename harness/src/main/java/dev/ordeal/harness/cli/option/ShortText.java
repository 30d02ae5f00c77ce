package dev.ordeal.harness.cli.option;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts of any length on one line of a terminal. */
public final class ShortText {
  private static final int TAIL_BYTES = 20_000;

  private ShortText() {}

  /** A text on one line, of which the end is left out if it is longer than {@code most}. */
  public static String of(String text, int most) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most - 1) + "…";
  }

  /**
   * The last line that a program printed, but blank ones and advice; empty if there is none.
   *
   * @param printed a file with what it printed; need not exist
   */
  public static String lastLine(Path printed, int most) throws IOException {
    if (!Files.isRegularFile(printed)) {
      return "";
    }
    byte[] tail;
    try (RandomAccessFile file = new RandomAccessFile(printed.toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL_BYTES);
      tail = new byte[Math.toIntExact(file.length() - from)];
      file.seek(from);
      file.readFully(tail);
    }
    String last =
        new String(tail, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("Try: "))
            .reduce("", (before, line) -> line);
    return of(last, most);
  }
}
