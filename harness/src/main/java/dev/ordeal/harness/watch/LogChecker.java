package dev.ordeal.harness.watch;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.nodes.Explanations;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Count;
import dev.ordeal.results.verdict.Gravity;
import dev.ordeal.results.verdict.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for lines in the nodes' logs by which programs say that they are broken: {@code
 * logged-panic} for what Ordeal knows ({@link LogPatterns}), {@code log-pattern} for what the user
 * or the database names. It reads what is in the run folder, so only what was logged in the run.
 *
 * <p>A known line of a node that lost its disk, its memory or its data to a fault is no anomaly,
 * but a warning; what the user asked for is one in any case.
 */
public final class LogChecker implements Checker {
  /** Its name in {@code verdict.json}. */
  public static final String NAME = "logs";

  private static final int ANOMALIES_MAX = 20;
  private static final int LINE_MAX = 4_000;
  private static final String KNOWN = "logged-panic";
  private static final String ASKED = "log-pattern";

  private final RunFolder folder;
  private final LogRules rules;

  /**
   * @param folder of the run whose logs are read when it is asked
   */
  public LogChecker(RunFolder folder, LogRules rules) {
    this.folder = folder;
    this.rules = rules;
  }

  /** A line that should not be there. */
  private record Match(
      String anomaly,
      boolean isAsked,
      String kind,
      String node,
      String file,
      long number,
      String line,
      StackTrace trace) {
    Map<String, Object> fact() {
      Map<String, Object> fact = new LinkedHashMap<>();
      fact.put("node", node);
      fact.put("file", file);
      fact.put("line", number);
      fact.put("kind", kind);
      fact.put("text", text(line));
      if (!trace.exception().isEmpty()) {
        fact.put("exception", text(trace.exception()));
      }
      return fact;
    }

    private static String text(String line) {
      return NodeWatch.cut(Redaction.text(line.strip()));
    }

    String describe() {
      String exception = trace.exception().isEmpty() ? "" : " … " + text(trace.exception());
      return "Node %s logged (%s, line %d of %s): %s%s"
          .formatted(node, kind, number, file, text(line), exception);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "lines in the nodes' logs: panic, assertion, crash, corruption, --log-pattern";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  /** Logs are there whether calls succeed or not. */
  @Override
  public List<Observation> needs() {
    return List.of();
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Map<String, Object> facts = new LinkedHashMap<>();
    List<Match> matches = new ArrayList<>();
    long lines = 0;
    List<Path> logs;
    try {
      logs = logs();
      for (Path log : logs) {
        lines += read(log, matches);
      }
    } catch (IOException unreadable) {
      return CheckResult.unknown(NAME, "a log cannot be read: " + unreadable.getMessage(), facts);
    }
    facts.put("files", logs.size());
    facts.put("lines", lines);
    if (lines == 0) {
      return rules.asked().isEmpty()
          ? CheckResult.valid(NAME, "not judged: the nodes left no logs", facts)
          : CheckResult.unknown(NAME, "the nodes left no logs to look for --log-pattern in", facts);
    }
    return judged(history, matches, lines, facts);
  }

  private static CheckResult judged(
      History history, List<Match> matches, long lines, Map<String, Object> facts) {
    Explanations explanations = Explanations.of(history);
    List<Match> wrong = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (Match match : matches) {
      Optional<String> fault = explanations.ofComplaint(match.node());
      if (match.isAsked() || fault.isEmpty()) {
        wrong.add(match);
      } else if (warnings.isEmpty()) {
        warnings.add("%s; as may be after '%s'".formatted(match.describe(), fault.get()));
      }
    }
    facts.put("matches", matches.stream().limit(ANOMALIES_MAX).map(Match::fact).toList());
    facts.put("matching-lines", matches.size());
    if (wrong.isEmpty()) {
      return CheckResult.valid(
              NAME,
              "no sign of a crash or of damage in %s of the nodes' logs"
                  .formatted(Count.of(lines, "line")),
              facts)
          .withWarnings(warnings);
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    wrong.forEach(match -> counts.merge(match.anomaly(), 1L, Long::sum));
    facts.put("anomaly-counts", counts);
    List<Anomaly> anomalies =
        wrong.stream()
            .limit(ANOMALIES_MAX)
            .map(m -> new Anomaly(m.anomaly(), Value.NIL, m.describe(), List.of()))
            .toList();
    return new CheckResult(
        NAME,
        Verdict.INVALID,
        Gravity.gravest(anomalies).explanation(),
        anomalies,
        facts,
        warnings);
  }

  /** Each node's log, and what a JVM that crashed wrote beside it. */
  private List<Path> logs() throws IOException {
    Path nodes = folder.path().resolve("nodes");
    if (!Files.isDirectory(nodes)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(nodes, 2)) {
      return files
          .filter(file -> nodes.relativize(file).getNameCount() == 2)
          .filter(file -> file.getFileName().toString().matches("node\\.log|hs_err_pid\\d+\\.log"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** Reads a log; how many lines it has. */
  private long read(Path log, List<Match> matches) throws IOException {
    List<Pattern> asked = compiled(rules.asked());
    List<Pattern> ofTarget = compiled(rules.ofTarget());
    List<Pattern> ignored = compiled(rules.ignored());
    String node = log.getParent().getFileName().toString();
    String file = folder.path().relativize(log).toString();
    long number = 0;
    StackTrace trace = new StackTrace("");
    // What is no UTF-8 is replaced: logs may hold anything.
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8), 1 << 16)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String text = line.length() > LINE_MAX ? line.substring(0, LINE_MAX) : line;
        trace.follow(text);
        Optional<String> wanted = found(asked, text);
        Optional<String> named = wanted.or(() -> found(ofTarget, text)).map(p -> "'" + p + "'");
        Optional<String> kind = named.or(() -> LogPatterns.kind(text));
        if (kind.isPresent() && found(ignored, text).isEmpty()) {
          String anomaly = named.isPresent() ? ASKED : KNOWN;
          trace = new StackTrace(text);
          matches.add(
              new Match(anomaly, wanted.isPresent(), kind.get(), node, file, number, text, trace));
        }
      }
    }
    return number;
  }

  private static List<Pattern> compiled(List<String> expressions) {
    return expressions.stream().map(Pattern::compile).toList();
  }

  private static Optional<String> found(List<Pattern> patterns, String line) {
    for (Pattern pattern : patterns) {
      if (pattern.matcher(line).find()) {
        return Optional.of(pattern.pattern());
      }
    }
    return Optional.empty();
  }
}
