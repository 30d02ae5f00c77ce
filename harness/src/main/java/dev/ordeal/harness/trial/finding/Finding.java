package dev.ordeal.harness.trial.finding;

/**
 * What one check of a trial found.
 *
 * @param grade how grave it is
 * @param check what was looked at, a few words
 * @param text what was seen, one sentence; may be empty if the contract was kept
 * @param remedy what to do; empty only if the contract was kept
 */
public record Finding(Grade grade, String check, String text, String remedy) {
  public Finding {
    if (grade != Grade.OK && (text.isEmpty() || remedy.isEmpty())) {
      throw new IllegalArgumentException("no text or no remedy: " + check);
    }
  }

  /** How grave a finding is. */
  public enum Grade {
    /** The contract was kept. */
    OK("ok"),
    /** Allowed, but worth knowing. */
    NOTE("note"),
    /** It could not be tried. */
    UNKNOWN("unknown"),
    /** The contract was broken. */
    WRONG("WRONG");

    private final String label;

    Grade(String label) {
      this.label = label;
    }

    /** For people. */
    public String label() {
      return label;
    }
  }

  public static Finding ok(String check) {
    return new Finding(Grade.OK, check, "", "");
  }

  public static Finding note(String check, String text, String remedy) {
    return new Finding(Grade.NOTE, check, text, remedy);
  }

  public static Finding unknown(String check, String text, String remedy) {
    return new Finding(Grade.UNKNOWN, check, text, remedy);
  }

  public static Finding wrong(String check, String text, String remedy) {
    return new Finding(Grade.WRONG, check, text, remedy);
  }
}
