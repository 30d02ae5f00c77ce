package dev.ordeal.results.run;

import java.util.regex.Pattern;

/** The first word of commands that are printed for people to copy: as they called Ordeal. */
public final class LaunchedAs {
  private static final String VARIABLE = "ORDEAL_COMMAND";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  private LaunchedAs() {}

  /** As the launcher was called, quoted for a shell. */
  public static String command() {
    return of(System.getenv(VARIABLE));
  }

  static String of(String called) {
    return called == null || called.isBlank() ? "./ordeal" : quoted(called);
  }

  /** A word that a shell takes as it is, quoted where it has to be. */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
