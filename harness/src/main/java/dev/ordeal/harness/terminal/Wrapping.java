package dev.ordeal.harness.terminal;

import dev.ordeal.results.run.LaunchedAs;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks lines at spaces, so that each fits a terminal. */
final class Wrapping {
  /** Narrower terminals would have more lines than words. */
  private static final int COLUMNS_MIN = 30;

  /** Where the text of a row begins: after its first words and two spaces. */
  private static final Pattern LABEL = Pattern.compile("^\\s*\\S+(?: \\S+)*? {2,}(?=\\S)");

  private Wrapping() {}

  /**
   * One line as several. Those after the first begin below the text of the first: below the last
   * column of a table, or else two spaces further right.
   *
   * @param columns the terminal's width; 0 for no limit
   */
  static List<String> lines(String line, int columns) {
    if (columns < COLUMNS_MIN || width(line) <= columns || isToBeCopied(line)) {
      return List.of(line);
    }
    String hanging = " ".repeat(hanging(line, columns));
    List<String> lines = new ArrayList<>();
    StringBuilder current = new StringBuilder(line.substring(0, begin(line)));
    boolean isEmpty = true;
    for (String word : line.substring(begin(line)).split("(?<=\\S) ", -1)) {
      if (!isEmpty && width(current) + 1 + width(word) > columns) {
        lines.add(current.toString());
        current = new StringBuilder(hanging);
        isEmpty = true;
      }
      current.append(isEmpty ? "" : " ").append(isEmpty && !lines.isEmpty() ? word.strip() : word);
      isEmpty = false;
    }
    lines.add(current.toString());
    return lines;
  }

  /** A command that would not work with line breaks in it, or a document for programs. */
  private static boolean isToBeCopied(String line) {
    String text = line.strip();
    return text.startsWith("{")
        || text.startsWith("reproduce ")
        || LABEL.matcher(line).replaceFirst("").strip().startsWith(LaunchedAs.command() + " ");
  }

  private static int begin(String line) {
    int begin = 0;
    while (begin < line.length() && line.charAt(begin) == ' ') {
      begin++;
    }
    return begin;
  }

  private static int hanging(String line, int columns) {
    Matcher label = LABEL.matcher(line);
    int hanging = begin(line) + 2;
    for (int from = 0; label.region(from, line.length()).lookingAt(); from = label.end()) {
      if (label.end() > columns / 2) {
        break;
      }
      hanging = label.end();
    }
    return hanging;
  }

  private static int width(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }
}
