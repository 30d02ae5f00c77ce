package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which isolation levels a history of transactions keeps, and whether the one that was
 * promised is among them.
 */
public final class IsolationChecker implements Checker {
  private final Level promised;

  public IsolationChecker(Level promised) {
    this.promised = promised;
  }

  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public String description() {
    return "which isolation levels, from read-uncommitted to strict-serializable, did transactions"
        + " keep?";
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Map<String, Object> facts = new LinkedHashMap<>();
    Transactions transactions = new Transactions(history.columns());
    int ok = 0;
    for (int t = 0; t < transactions.size(); t++) {
      ok += transactions.isOk(t) ? 1 : 0;
    }
    facts.put("transactions", transactions.size());
    facts.put("committed", ok);
    if (ok == 0) {
      return CheckResult.unknown(name(), "no transaction committed, so nothing was tested", facts);
    }
    Findings findings = new Findings(transactions);
    Writers writers = new Writers(transactions, MicroOps.Kind.APPEND);
    if (writers.hasDuplicates()) {
      return CheckResult.unknown(
          name(),
          "%s and %s both appended %s to %s, so a read does not tell whose it is; append unique elements"
              .formatted(
                  transactions.name(writers.duplicateWriters()[0]),
                  transactions.name(writers.duplicateWriters()[1]),
                  transactions.value(writers.duplicateCell()),
                  transactions.key(writers.duplicateKey())),
          facts);
    }
    ListAppend lists = new ListAppend(transactions, writers, findings);
    LevelJudge judge = new LevelJudge(transactions, lists, findings);
    judge.judge(budget);
    return result(judge, findings, facts);
  }

  private CheckResult result(LevelJudge judge, Findings findings, Map<String, Object> facts) {
    Set<Level> out = Level.ruledOutBy(judge.violated());
    Set<Level> held = Level.impliedBy(judge.held());
    held.removeAll(out);
    facts.put("level", promised.levelName());
    facts.put("not", names(Level.weakest(out)));
    facts.put(
        "also-not", names(out.stream().filter(l -> !Level.weakest(out).contains(l)).toList()));
    facts.put("holds", names(Level.strongest(held)));
    Map<String, Object> levels = new LinkedHashMap<>();
    for (Level level : Level.values()) {
      levels.put(
          level.levelName(), out.contains(level) ? false : held.contains(level) ? true : "unknown");
    }
    facts.put("levels", levels);
    facts.put("anomaly-counts", findings.counts());
    List<Anomaly> relevant =
        findings.anomalies().stream().filter(a -> judge.concerns(a.name(), promised)).toList();
    List<String> others =
        findings.names().stream()
            .filter(name -> relevant.stream().noneMatch(a -> a.name().equals(name)))
            .toList();
    if (!others.isEmpty()) {
      facts.put("other-anomalies", others);
    }
    if (out.contains(promised)) {
      return new CheckResult(
          name(),
          Verdict.INVALID,
          relevant.isEmpty()
              ? "not " + promised.levelName()
              : "not %s: %s".formatted(promised.levelName(), relevant.getFirst().explanation()),
          relevant,
          facts);
    }
    if (held.contains(promised)) {
      return CheckResult.valid(
          name(),
          "the history is %s; strongest: %s"
              .formatted(promised.levelName(), String.join(", ", names(Level.strongest(held)))),
          facts);
    }
    return CheckResult.unknown(
        name(),
        "%s could not be decided: %s".formatted(promised.levelName(), judge.undecided()),
        facts);
  }

  private static List<String> names(Collection<Level> levels) {
    return levels.stream().map(Level::levelName).toList();
  }
}
