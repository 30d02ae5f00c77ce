package dev.ordeal.harness.watch;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of logs by which programs say that they are broken, in any language and of any database.
 *
 * <p>They are few and narrow: what databases log when nodes are killed, cut off or restarted must
 * not be among them. So neither {@code ERROR} nor {@code FATAL} alone is one (PostgreSQL logs the
 * latter for each connection that comes too early), and a word such as {@code corrupt} counts only
 * in a sentence (etcd logs settings of that name).
 */
final class LogPatterns {
  /**
   * A pattern.
   *
   * @param kind what a line that has it reports
   * @param pattern to be found anywhere in a line
   */
  record Named(String kind, Pattern pattern) {
    boolean isIn(String line) {
      return pattern.matcher(line).find();
    }
  }

  private static final List<Named> KNOWN =
      List.of(
          // Go, and C programs that follow it.
          named("panic", "^(.*\\s)?panic: "),
          named("panic", "\"level\":\\s*\"d?panic\"|^goroutine \\d+ \\[running\\]:"),
          // Rust, PostgreSQL.
          named("panic", "\\bthread '[^']*' (\\(\\d+\\) )?panicked at |\\bPANIC:  "),
          named("fatal error", "^fatal error: |\"level\":\\s*\"fatal\"|\\[FATAL\\]"),
          named("fatal error", "^F\\d{4,8} \\d\\d:\\d\\d:\\d\\d"),
          named("fatal error", "A fatal error has been detected by the Java Runtime Environment"),
          named("assertion", "(?i)\\bassert(ion)?\\b.{0,200}\\bfailed\\b|\\bAssertionError\\b"),
          named("signal", "\\bSIG(SEGV|ABRT|BUS|ILL|FPE)\\b|\\b[Ss]egmentation fault\\b"),
          named("signal", "\\bterminated by signal (4|6|7|8|11)\\b"),
          named("memory error", "\\bAddressSanitizer: |\\bdouble free or corruption\\b"),
          named("memory error", "\\bterminate called after throwing\\b|\\bstack smashing detected"),
          named("out of memory", "\\bjava\\.lang\\.OutOfMemoryError\\b|\\bstd::bad_alloc\\b"),
          named(
              "corruption",
              "(?i)\\b(data|database|page|block|checksum|index|file|record|wal|log|segment|entry)"
                  + " (is |are |was |were |may be )?(corrupt|corrupted|corruption)\\b"),
          named("corruption", "(?i)\\bcorruption (was )?(found|detected)\\b"));

  /** What each line must have for any of them; looked for first, since nearly no line has it. */
  private static final Pattern HINT =
      Pattern.compile(
          "(?i)panic|fatal|^F\\d|^goroutine|assert|SIG|segmentation|terminate|Sanitizer"
              + "|double free|smashing|OutOfMemory|bad_alloc|corrupt");

  private LogPatterns() {}

  private static Named named(String kind, String pattern) {
    return new Named(kind, Pattern.compile(pattern));
  }

  /** What a line reports by itself; empty if nothing of the kind. */
  static Optional<String> kind(String line) {
    Matcher hint = HINT.matcher(line);
    if (!hint.find()) {
      return Optional.empty();
    }
    return KNOWN.stream().filter(named -> named.isIn(line)).map(Named::kind).findFirst();
  }
}
