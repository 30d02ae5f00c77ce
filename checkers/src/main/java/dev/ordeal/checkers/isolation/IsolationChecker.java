package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.UnknownCalls;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.counter.CounterTransactions;
import dev.ordeal.checkers.isolation.finding.ExcludedModels;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.finding.Levels;
import dev.ordeal.checkers.isolation.level.LevelJudge;
import dev.ordeal.checkers.isolation.level.RegisterLevels;
import dev.ordeal.checkers.isolation.list.ListAppend;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.set.SetAdd;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.WriteStatistics;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.checkers.isolation.turn.Division;
import dev.ordeal.checkers.isolation.value.RepeatedWrites;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Recorded;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Gravity;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which isolation levels a history of transactions keeps, and whether the one that was
 * promised is among them.
 */
public final class IsolationChecker implements Checker {
  private final ConsistencyModel promised;

  /** The level whose search decides the promised one. */
  private final ConsistencyModel judged;

  private final Division division;

  public IsolationChecker(ConsistencyModel promised) {
    this(promised, Division.USUAL);
  }

  /** One that asks of parts at other times. */
  IsolationChecker(ConsistencyModel promised, Division division) {
    this.division = division;
    this.promised = promised;
    judged = promised.asObserved();
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
  public List<Observation> needs() {
    List<Observation> needs = new ArrayList<>(List.of(Observation.SUCCESS));
    needs.addAll(TransactionNeeds.ALL);
    if (TransactionNeeds.isRealTime(promised)) {
      needs.add(Observation.REAL_TIME);
    } else if (TransactionNeeds.isOfSessions(promised)) {
      needs.add(Observation.PROCESSES);
    }
    return needs;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    UnknownCalls sessions = UnknownCalls.endSessions(history);
    return sessions.told(judge(sessions.history(), budget));
  }

  private CheckResult judge(History history, Budget budget) {
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
    ExcludedModels out = new ExcludedModels();
    try {
      return check(transactions, budget, findings, out, facts, history);
    } catch (BudgetExceededException late) {
      return judged(notLookedAt(late, findings, out), budget, findings, out, facts, history);
    }
  }

  private CheckResult check(
      Transactions transactions,
      Budget budget,
      Findings findings,
      ExcludedModels out,
      Map<String, Object> facts,
      History history) {
    MicroOps.Kind kind = kind(transactions);
    if (kind == MicroOps.Kind.INCREMENT) {
      return judged(
          new CounterTransactions(transactions, findings, out, division),
          budget,
          findings,
          out,
          facts,
          history);
    }
    Budget passes = budget.forPasses(LevelJudge.GRACE);
    passes.check();
    WriteStatistics survey = WriteStatistics.of(transactions, kind);
    Writers writers = new Writers(transactions, kind, survey);
    passes.check();
    boolean isRegister = kind == MicroOps.Kind.WRITE;
    if (isRegister && writers.isAmbiguous()) {
      RepeatedWrites repeated = new RepeatedWrites(transactions, judged, findings, out, division);
      facts.put("reads-of-repeated-values", repeated.openReads());
      return judged(repeated, budget, findings, out, facts, history);
    }
    if (writers.hasDuplicates()) {
      return CheckResult.unknown(name(), ambiguous(transactions, writers), facts);
    }
    Levels levels =
        isRegister
            ? RegisterLevels.of(
                new RwRegister(transactions, writers, findings, passes),
                judged,
                findings,
                out,
                division)
            : new LevelJudge(
                transactions,
                kind == MicroOps.Kind.APPEND
                    ? new ListAppend(transactions, writers, survey, findings, passes)
                    : new SetAdd(transactions, writers, findings, passes),
                judged,
                findings,
                out);
    return judged(levels, budget, findings, out, facts, history);
  }

  /** Of a history that was not read to its end: only what was found until then is known. */
  private static Levels notLookedAt(
      BudgetExceededException late, Findings findings, ExcludedModels out) {
    return new Levels() {
      @Override
      public void judge(Budget budget) {
        out.addByName(findings);
        throw late;
      }

      @Override
      public Set<ConsistencyModel> held() {
        return Set.of();
      }

      @Override
      public String undecided() {
        return "";
      }
    };
  }

  /** What the objects are, by how they are changed. */
  static MicroOps.Kind kind(Transactions transactions) {
    boolean lists = false;
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        MicroOps.Kind kind = transactions.ops.kind(at);
        if (kind != MicroOps.Kind.READ) {
          return kind;
        }
        lists |= transactions.ops.isList(at);
      }
    }
    return lists ? MicroOps.Kind.APPEND : MicroOps.Kind.WRITE;
  }

  private static String ambiguous(Transactions transactions, Writers writers) {
    return "%s and %s both wrote %s to %s, so a read does not tell whose it is; write unique values"
        .formatted(
            transactions.name(writers.duplicateWriters()[0]),
            transactions.name(writers.duplicateWriters()[1]),
            transactions.value(writers.duplicateCell()),
            transactions.key(writers.duplicateKey()));
  }

  /**
   * The anomaly that is the reason of the verdict: the gravest. Where no phenomenon has a name, the
   * one found first, for the level that was promised is explained by the fewest transactions.
   */
  private static Anomaly toTell(List<Anomaly> found, List<Anomaly> gravestFirst) {
    Anomaly gravest = gravestFirst.getFirst();
    return gravest.name().startsWith("non-") ? found.getFirst() : gravest;
  }

  private CheckResult judged(
      Levels levels,
      Budget budget,
      Findings findings,
      ExcludedModels ruledOut,
      Map<String, Object> facts,
      History history) {
    String spent = spent(levels, budget);
    String undecided = spent.isEmpty() ? levels.undecided() : spent;
    Set<ConsistencyModel> out = ruledOut.all();
    Set<ConsistencyModel> held = ConsistencyModel.impliedBy(levels.held());
    held.removeAll(out);
    Recorded recorded = history.recorded();
    held.removeIf(level -> TransactionNeeds.isRealTime(level) && !recorded.realTime());
    held.removeIf(level -> TransactionNeeds.isOfSessions(level) && !recorded.processes());
    List<ConsistencyModel> weakest = ConsistencyModel.weakest(out);
    List<ConsistencyModel> strongest = ConsistencyModel.strongest(held);
    addSame(out);
    addSame(held);
    facts.put("level", promised.levelName());
    facts.put("not", names(weakest));
    facts.put("also-not", names(out.stream().filter(l -> !weakest.contains(l)).toList()));
    facts.put("holds", names(strongest));
    Map<String, Object> answers = new LinkedHashMap<>();
    for (ConsistencyModel level : ConsistencyModel.values()) {
      answers.put(
          level.levelName(), out.contains(level) ? false : held.contains(level) ? true : "unknown");
    }
    facts.put("levels", answers);
    facts.put("anomaly-counts", findings.counts());
    List<Anomaly> found =
        findings.anomalies().stream().filter(a -> ruledOut.concerns(a.name(), judged)).toList();
    List<Anomaly> relevant = found.stream().sorted(Gravity.FIRST).toList();
    List<String> others =
        findings.names().stream()
            .filter(name -> relevant.stream().noneMatch(a -> a.name().equals(name)))
            .toList();
    if (!others.isEmpty()) {
      facts.put("other-anomalies", others);
    }
    if (!undecided.isEmpty()) {
      facts.put("undecided", undecided);
    }
    if (out.contains(promised)) {
      String reason =
          relevant.isEmpty()
              ? unexplained(undecided)
              : "not %s: %s".formatted(promised.levelName(), toTell(found, relevant).story());
      return new CheckResult(name(), Verdict.INVALID, reason, relevant, facts);
    }
    if (held.contains(promised)) {
      String reason =
          "the history is %s; strongest: %s"
              .formatted(promised.levelName(), String.join(", ", names(strongest)));
      return CheckResult.valid(
          name(),
          undecided.isEmpty()
              ? reason
              : "%s, as far as was decided: %s".formatted(reason, undecided),
          facts);
    }
    for (Observation need : needs()) {
      Optional<String> missing = need.missing(history);
      if (missing.isPresent()) {
        return CheckResult.unknown(name(), missing.get(), facts);
      }
    }
    String why = undecided.isEmpty() ? "there is no search of its own for it" : undecided;
    return CheckResult.unknown(
        name(), "%s could not be decided: %s".formatted(promised.levelName(), why), facts);
  }

  /** That the promised level is broken, where no anomaly says how. */
  private String unexplained(String undecided) {
    return undecided.isEmpty()
        ? "not " + promised.levelName()
        : "not %s; it was not found out how: %s".formatted(promised.levelName(), undecided);
  }

  /** Judges; why it did not come to its end: what was decided until then stays. */
  private static String spent(Levels levels, Budget budget) {
    try {
      levels.judge(budget);
      return "";
    } catch (OutOfMemoryError spent) {
      return "memory was used up; give the JVM more (ORDEAL_JAVA_OPTS=-Xmx…)";
    } catch (BudgetExceededException spent) {
      return spent.getMessage();
    }
  }

  /** Adds the levels of which the same histories are observed as of those that are there. */
  private static void addSame(Set<ConsistencyModel> levels) {
    for (ConsistencyModel level : ConsistencyModel.values()) {
      if (levels.contains(level.asObserved())) {
        levels.add(level);
      }
    }
  }

  private static List<String> names(Collection<ConsistencyModel> levels) {
    return levels.stream().map(ConsistencyModel::levelName).toList();
  }
}
