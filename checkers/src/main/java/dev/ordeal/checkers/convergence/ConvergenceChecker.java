package dev.ordeal.checkers.convergence;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Step;
import dev.ordeal.checkers.UnknownCalls;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Count;
import dev.ordeal.results.verdict.Gravity;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges eventual consistency (Vogels, 2008): once nothing is changed and nothing is broken any
 * more, all clients come to read the same, nothing that was acknowledged is missing from it, and
 * nothing is there that nobody wrote.
 *
 * <p>Looks at what was read after the last change and the last fault. Clients agree on an object if
 * the last reads of all that were still there are alike; that they came to agree took longer than
 * until the end of the last read that was different ({@code differed-ms}), and no longer than until
 * each had read it ({@code converged-ms}). A register may hold any value that was written and not
 * refused; lists and sets must have every element that was acknowledged and that nobody removed;
 * counters a sum that the additions come to. What looks wrong is unknown where it may yet become
 * right: where clients were not read three seconds later, or somebody read something new in the
 * last three seconds. Where half of the nodes that were asked did not answer, nothing is known.
 * What nobody wrote, or was refused, is wrong for any reader, and however soon. No read of a set,
 * whenever, shows an element twice. In O(changes and what reads show).
 */
public final class ConvergenceChecker implements Checker {
  private static final double MILLIS = 1e6;

  private final Value initial;

  /** Of objects that hold nothing at first. */
  public ConvergenceChecker() {
    this(Value.NIL);
  }

  /**
   * Of registers that hold something at first.
   *
   * @param initial what each holds before anybody wrote it
   */
  public ConvergenceChecker(Value initial) {
    this.initial = initial;
  }

  @Override
  public String name() {
    return "convergence";
  }

  @Override
  public String description() {
    return "did all clients read the same after faults ended, and how soon?";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    UnknownCalls sessions = UnknownCalls.endSessions(history);
    int assumed = history.columns().size() - history.withoutAssumed().columns().size();
    return sessions.told(judge(sessions.history(), assumed));
  }

  /**
   * Judges a history in which no process goes on after a call of unknown outcome.
   *
   * @param assumed how many operations at its beginning put there what objects held at first
   */
  private CheckResult judge(History history, int assumed) {
    Quiet quiet = Quiet.of(history);
    Map<Value, Account> accounts = new LinkedHashMap<>();
    Map<Value, List<Step>> reads = new LinkedHashMap<>();
    Map<Value, Step> repeating = new LinkedHashMap<>();
    Set<Integer> gone = new HashSet<>();
    boolean hasRealTime = history.recorded().realTime();
    int number = -1;
    for (Operation operation : history.operations()) {
      number++;
      for (Step step : Step.of(operation)) {
        if (!step.isRead()) {
          Account account =
              accounts.computeIfAbsent(step.key(), k -> new Account(initial, hasRealTime));
          if (number < assumed) {
            account.begin(step);
          } else {
            account.change(step);
          }
        } else if (operation.isOk()) {
          if (step.repeated().isPresent()) {
            repeating.putIfAbsent(step.key(), step);
          }
          if (operation.invocation().index() > quiet.index()) {
            reads.computeIfAbsent(step.key(), k -> new ArrayList<>()).add(step);
          }
        }
      }
      if (operation.isInfo()) {
        gone.add(operation.process());
      }
    }
    Heard heard = Heard.of(history, quiet);
    Agreement agreement = new Agreement(gone, quiet.nanos(), heard.isEnough());
    repeating.forEach(
        (key, read) -> {
          if (accounts.containsKey(key) && accounts.get(key).isSet()) {
            agreement.tellRepetition(key, read);
          }
        });
    reads.forEach(
        (key, all) ->
            agreement.judge(
                key, all, accounts.getOrDefault(key, new Account(initial, hasRealTime))));
    return result(agreement, quiet, heard, history.recorded().times())
        .withWarnings(leftOut(agreement));
  }

  /** That what only one client read in the end is not judged. */
  private static List<String> leftOut(Agreement agreement) {
    if (agreement.leftOut() == 0 || agreement.judged() == 0) {
      return List.of();
    }
    return List.of(
        "%s not judged, such as %s: only one client read %s after the last change and fault"
            .formatted(
                agreement.leftOut() == 1
                    ? "1 object was"
                    : Count.of(agreement.leftOut(), "object") + " were",
                agreement.example(),
                agreement.leftOut() == 1 ? "it" : "them"));
  }

  private CheckResult result(Agreement agreement, Quiet quiet, Heard heard, boolean hasTimes) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("level", ConsistencyModel.EVENTUAL.levelName());
    facts.put("objects", agreement.judged());
    facts.put("diverged", agreement.diverged());
    if (agreement.judged() == 0 && agreement.anomalies().isEmpty()) {
      return CheckResult.unknown(
          name(),
          "no object was read by two clients after the last change and the last fault",
          facts);
    }
    boolean mayBeHealed = agreement.diverged() > 0 && !quiet.isHealed();
    if (mayBeHealed && agreement.certain().isEmpty()) {
      return CheckResult.unknown(
          name(), "clients disagree, but there is a fault that was never undone", facts);
    }
    if (agreement.anomalies().isEmpty() && !heard.isEnough()) {
      return CheckResult.unknown(name(), heard.problem(), facts);
    }
    if (agreement.anomalies().isEmpty() && agreement.unsettled() > 0) {
      return CheckResult.unknown(
          name(),
          "what was read soon after the last change and fault, or had just changed, may yet"
              + " become what it should be: read again three seconds later",
          facts);
    }
    if (agreement.judged() == 0 || mayBeHealed) {
      return invalid(mayBeHealed ? agreement.certain() : agreement.anomalies(), facts);
    }
    double firstRead = (agreement.firstRead() - quiet.nanos()) / MILLIS;
    double differed = Math.max(0, agreement.differed() - quiet.nanos()) / MILLIS;
    double converged = Math.max(0, agreement.agreed() - quiet.nanos()) / MILLIS;
    if (hasTimes) {
      facts.put("first-read-ms", firstRead);
    }
    if (hasTimes && agreement.diverged() == 0) {
      facts.put("differed-ms", differed);
      facts.put("converged-ms", converged);
    }
    if (!agreement.slowest().isNil()) {
      facts.put("slowest", agreement.slowest().toString());
    }
    if (!agreement.anomalies().isEmpty()) {
      return invalid(agreement.anomalies(), facts);
    }
    String when =
        differed == 0
            ? " when they were first read, %.1f ms after the last change and fault"
                .formatted(firstRead)
            : " between %.1f and %.1f ms after the last change and fault"
                .formatted(differed, converged);
    return CheckResult.valid(
        name(),
        "all clients agreed on each of %s%s"
            .formatted(Count.of(agreement.judged(), "object"), hasTimes ? when : ""),
        facts);
  }

  private CheckResult invalid(List<Anomaly> anomalies, Map<String, Object> facts) {
    return new CheckResult(
        name(), Verdict.INVALID, Gravity.gravest(anomalies).explanation(), anomalies, facts);
  }
}
