package dev.ordeal.harness.cli.option;

import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.harness.watch.LogRules;
import dev.ordeal.targets.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of {@code ordeal run} that say what is expected of the nodes. */
public final class WatchOptions {
  @Option(
      names = "--recovery-time",
      description =
          "how long nodes may take to serve clients after all faults were undone (default: 60s)")
  private Duration recoveryTime;

  @Option(
      names = "--log-pattern",
      paramLabel = "REGEX",
      description =
          "what no line of a node's log may hold, beside panics, assertions, crashes and"
              + " corruption; may be repeated")
  private List<String> logPatterns = new ArrayList<>();

  @Option(
      names = "--ignore-log",
      paramLabel = "REGEX",
      description = "lines of the nodes' logs that no pattern applies to; may be repeated")
  private List<String> ignoredLogs = new ArrayList<>();

  /** How long nodes may take to recover. */
  public Duration recoveryTime() {
    return recoveryTime == null ? RunOptions.RECOVERY_TIME : recoveryTime;
  }

  /**
   * What the nodes' logs must not hold.
   *
   * @param target the database's name, for messages
   * @throws UsageException if a pattern is no regular expression
   */
  public LogRules logRules(String target, Database database) {
    return new LogRules(
        checked("--log-pattern", logPatterns),
        checked("logPatterns() of target " + target, database.logPatterns()),
        checked("--ignore-log", ignoredLogs));
  }

  private static List<String> checked(String whose, List<String> expressions) {
    try {
      return expressions.stream().map(LogRules::checked).toList();
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(whose + ": " + wrong.getMessage());
    }
  }
}
