package dev.ordeal.checkers.session;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.UnknownCalls;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.checkers.session.Explanation.Kind;
import dev.ordeal.checkers.session.LocalGuarantees.Break;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides one guarantee of sessions: read-your-writes, monotonic-reads, monotonic-writes,
 * writes-follow-reads (Terry et al., 1994), pram (Lipton and Sandberg, 1988), causal (Ahamad et
 * al., 1995), or one of its relatives weak-causal and causal-convergence (Bouajjani et al., 2017).
 *
 * <p>Every read and write stands by itself, those of a transaction in their order. Cost: for causal
 * and pram, and for the causal levels of lists and sets, a few passes for each session over all
 * that came before its last read; for the other causal levels of registers, see {@link
 * ConvergentRegisters}. Memory proportional to the history, for each processor.
 */
public final class SessionChecker implements Checker {
  /** The levels that can be promised. */
  public static final Set<ConsistencyModel> LEVELS =
      Set.of(
          ConsistencyModel.READ_YOUR_WRITES,
          ConsistencyModel.MONOTONIC_READS,
          ConsistencyModel.MONOTONIC_WRITES,
          ConsistencyModel.WRITES_FOLLOW_READS,
          ConsistencyModel.PRAM,
          ConsistencyModel.WEAK_CAUSAL,
          ConsistencyModel.CAUSAL_CONVERGENCE,
          ConsistencyModel.CAUSAL);

  private final ConsistencyModel promised;
  private final Value initial;

  /**
   * A checker of one guarantee.
   *
   * @param initial what registers hold before anybody wrote them
   * @throws IllegalArgumentException if the level is none of {@link #LEVELS}
   */
  public SessionChecker(ConsistencyModel promised, Value initial) {
    if (!LEVELS.contains(promised)) {
      throw new IllegalArgumentException(promised.levelName() + " is no guarantee of sessions");
    }
    this.promised = promised;
    this.initial = initial;
  }

  /** Whether anything was read; else guarantees of sessions hold, but nothing was tested. */
  public static boolean testsAnything(History history) {
    return OperationTable.isAnythingRead(history.columns());
  }

  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public String description() {
    return "session guarantees and causal consistency: does each session see a consistent order?";
  }

  @Override
  public List<Observation> needs() {
    return List.of(Observation.SUCCESS, Observation.PROCESSES);
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    UnknownCalls sessions = UnknownCalls.endSessions(history);
    return sessions.told(judge(sessions.history(), budget));
  }

  private CheckResult judge(History history, Budget budget) {
    Trace trace = TraceReader.read(history, initial);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("level", promised.levelName());
    facts.put("sessions", trace.sessions());
    facts.put("steps", trace.size());
    if (!testsAnything(history)) {
      return CheckResult.unknown(name(), "nothing was read, so nothing was tested", facts);
    }
    if (trace.ambiguous() != Trace.NOBODY) {
      return CheckResult.unknown(
          name(),
          new SessionExplainer(trace).ambiguous(trace.ambiguous(), initial)
              + ", so reads do not tell whose writes they show; write unique values",
          facts);
    }
    if (trace.phantom() != Trace.NOBODY) {
      return invalid(new SessionExplainer(trace).phantom(trace.phantom()), facts);
    }
    try {
      return decide(trace, budget, facts);
    } catch (BudgetExceededException spent) {
      return CheckResult.unknown(name(), spent.getMessage(), facts);
    }
  }

  private CheckResult decide(Trace trace, Budget budget, Map<String, Object> facts) {
    LocalGuarantees local = new LocalGuarantees(trace);
    return switch (promised) {
      case READ_YOUR_WRITES -> local(trace, local.readYourWrites(), facts);
      case MONOTONIC_READS -> local(trace, local.monotonicReads(), facts);
      case MONOTONIC_WRITES ->
          trace.shape == Shape.REGISTER
              ? implied(trace, Kind.PIPELINED, ConsistencyModel.PRAM, budget, facts)
              : local(trace, local.monotonicWrites(budget), facts);
      case WRITES_FOLLOW_READS ->
          trace.shape == Shape.REGISTER
              ? implied(trace, Kind.MEMORY, ConsistencyModel.CAUSAL, budget, facts)
              : local(trace, local.writesFollowReads(budget), facts);
      case PRAM -> explained(trace, Kind.PIPELINED, budget, facts);
      case WEAK_CAUSAL -> explained(trace, Kind.WEAK, budget, facts);
      case CAUSAL_CONVERGENCE -> explained(trace, Kind.CONVERGENT, budget, facts);
      default -> explained(trace, Kind.MEMORY, budget, facts);
    };
  }

  private CheckResult local(Trace trace, Optional<Break> found, Map<String, Object> facts) {
    if (found.isEmpty()) {
      return valid(facts);
    }
    int[] steps = found.get().steps();
    List<Operation> witness =
        Arrays.stream(steps)
            .map(trace::operationNumber)
            .distinct()
            .sorted()
            .mapToObj(trace::operationNumbered)
            .toList();
    Value key = trace.keyValue(steps[steps.length - 1]);
    return invalid(
        new Anomaly("not-" + promised.levelName(), key, found.get().text(), witness), facts);
  }

  /** What a register's read shows cannot contradict some guarantees unless others are assumed. */
  private CheckResult implied(
      Trace trace, Kind kind, ConsistencyModel stronger, Budget budget, Map<String, Object> facts) {
    if (new Explanation(trace, budget).contradiction(kind).isEmpty()) {
      return valid(facts);
    }
    return CheckResult.unknown(
        name(),
        "the history is not %s, and a register's reads do not tell %s by itself"
            .formatted(stronger.levelName(), promised.levelName()),
        facts);
  }

  private CheckResult explained(Trace trace, Kind kind, Budget budget, Map<String, Object> facts) {
    List<Edge> cycle = new Explanation(trace, budget).contradiction(kind);
    if (cycle.isEmpty()) {
      return valid(facts);
    }
    return invalid(
        new SessionExplainer(trace).anomaly("not-" + promised.levelName(), cycle), facts);
  }

  private CheckResult valid(Map<String, Object> facts) {
    return CheckResult.valid(name(), "the history is " + promised.levelName(), facts);
  }

  private CheckResult invalid(Anomaly anomaly, Map<String, Object> facts) {
    return new CheckResult(
        name(),
        Verdict.INVALID,
        "not %s: %s".formatted(promised.levelName(), anomaly.story()),
        List.of(anomaly),
        facts);
  }
}
