package dev.ordeal.harness.cli.replay;

import java.util.ArrayList;
import java.util.List;

/** The words of a line as {@link dev.ordeal.results.run.LaunchedAs#quoted} wrote them. */
final class ShellWords {
  private ShellWords() {}

  /**
   * Takes a line apart. Nothing in it is replaced or executed.
   *
   * @throws IllegalArgumentException if a quotation has no end
   */
  static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean isWord = false;
    boolean isQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\'') {
        isQuoted = !isQuoted;
        isWord = true;
      } else if (isQuoted) {
        word.append(c);
      } else if (c == ' ') {
        if (isWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        isWord = false;
      } else {
        boolean isEscaped = c == '\\' && i + 1 < line.length();
        word.append(isEscaped ? line.charAt(++i) : c);
        isWord = true;
      }
    }
    if (isQuoted) {
      throw new IllegalArgumentException("a quotation has no end");
    }
    if (isWord) {
      words.add(word.toString());
    }
    return words;
  }
}
