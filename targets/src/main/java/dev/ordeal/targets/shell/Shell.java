package dev.ordeal.targets.shell;

import java.util.List;
import java.util.stream.Collectors;

/** Words for {@code sh}. */
public final class Shell {
  private Shell() {}

  /** A word that means itself, whatever is in it. */
  public static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  public static String line(List<String> words) {
    return words.stream().map(Shell::quoted).collect(Collectors.joining(" "));
  }
}
