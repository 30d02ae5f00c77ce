package dev.ordeal.checkers.session;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.isolation.Level;
import dev.ordeal.checkers.session.Explanation.Kind;
import dev.ordeal.checkers.session.LocalGuarantees.Break;
import dev.ordeal.checkers.session.Order.Edge;
import dev.ordeal.checkers.session.Trace.Shape;
import dev.ordeal.checkers.session.Trace.Step;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides one guarantee of sessions: read-your-writes, monotonic-reads, monotonic-writes,
 * writes-follow-reads (Terry et al., 1994), pram (Lipton and Sandberg, 1988), causal (Ahamad et
 * al., 1995), or one of its relatives weak-causal and causal-convergence (Bouajjani et al., 2017).
 *
 * <p>Every read and write stands by itself, those of a transaction in their order. Cost: for causal
 * and pram, for each session and a few rounds, operations times sessions.
 */
public final class SessionChecker implements Checker {
  /** The levels that can be promised. */
  public static final Set<Level> LEVELS =
      Set.of(
          Level.READ_YOUR_WRITES,
          Level.MONOTONIC_READS,
          Level.MONOTONIC_WRITES,
          Level.WRITES_FOLLOW_READS,
          Level.PRAM,
          Level.WEAK_CAUSAL,
          Level.CAUSAL_CONVERGENCE,
          Level.CAUSAL);

  private static final long CELLS_MAX = 200_000_000;

  private final Level promised;
  private final Value initial;

  /**
   * A checker of one guarantee.
   *
   * @param initial what registers hold before anybody wrote them
   * @throws IllegalArgumentException if the level is none of {@link #LEVELS}
   */
  public SessionChecker(Level promised, Value initial) {
    if (!LEVELS.contains(promised)) {
      throw new IllegalArgumentException(promised.levelName() + " is no guarantee of sessions");
    }
    this.promised = promised;
    this.initial = initial;
  }

  /** Whether anything was read; else guarantees of sessions hold, but nothing was tested. */
  public static boolean testsAnything(History history) {
    return history.operations().stream().anyMatch(Trace::reads);
  }

  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public String description() {
    return "did each session see its own writes, and those of others in an order that fits?";
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Trace trace = new Trace(history, initial);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("level", promised.levelName());
    facts.put("sessions", trace.sessions.size());
    facts.put("steps", trace.steps.size());
    if (trace.steps.stream().allMatch(Step::isWrite)) {
      return CheckResult.unknown(name(), "nothing was read, so nothing was tested", facts);
    }
    if (!trace.ambiguity().isEmpty()) {
      return CheckResult.unknown(
          name(),
          trace.ambiguity() + ", so reads do not tell whose writes they show; write unique values",
          facts);
    }
    if (!trace.phantom().isEmpty()) {
      return invalid(
          new Anomaly("phantom-read", Value.NIL, trace.phantom(), List.of(trace.phantomReader())),
          facts);
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
              ? implied(trace, Kind.PIPELINED, Level.PRAM, budget, facts)
              : local(trace, local.monotonicWrites(budget), facts);
      case WRITES_FOLLOW_READS ->
          trace.shape == Shape.REGISTER
              ? implied(trace, Kind.MEMORY, Level.CAUSAL, budget, facts)
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
    Set<Operation> witness = new LinkedHashSet<>();
    new TreeSet<>(Arrays.stream(found.get().steps()).boxed().toList())
        .forEach(step -> witness.add(trace.step(step).operation()));
    Step read = trace.step(found.get().steps()[found.get().steps().length - 1]);
    return invalid(
        new Anomaly(
            "not-" + promised.levelName(),
            trace.keys.get(read.key()),
            found.get().text(),
            List.copyOf(witness)),
        facts);
  }

  /** What a register's read shows cannot contradict some guarantees unless others are assumed. */
  private CheckResult implied(
      Trace trace, Kind kind, Level stronger, Budget budget, Map<String, Object> facts) {
    if (contradiction(trace, kind, budget).isEmpty()) {
      return valid(facts);
    }
    return CheckResult.unknown(
        name(),
        "the history is not %s, and a register's reads do not tell %s by itself"
            .formatted(stronger.levelName(), promised.levelName()),
        facts);
  }

  private CheckResult explained(Trace trace, Kind kind, Budget budget, Map<String, Object> facts) {
    boolean impliesLocal = kind == Kind.PIPELINED || kind == Kind.MEMORY;
    if (impliesLocal && isTooLarge(trace)) {
      LocalGuarantees local = new LocalGuarantees(trace);
      Optional<Break> broken = local.readYourWrites().or(local::monotonicReads);
      if (broken.isPresent()) {
        return local(trace, broken, facts);
      }
    }
    List<Edge> cycle = contradiction(trace, kind, budget);
    if (cycle.isEmpty()) {
      return valid(facts);
    }
    return invalid(new Telling(trace).anomaly("not-" + promised.levelName(), cycle), facts);
  }

  /** Whether clocks of all sessions would take too much memory. */
  private static boolean isTooLarge(Trace trace) {
    return Order.size(trace) > CELLS_MAX;
  }

  private static List<Edge> contradiction(Trace trace, Kind kind, Budget budget) {
    if (isTooLarge(trace)) {
      throw new BudgetExceededException(
          "%d steps of %d sessions are too many; a shorter history would be decided"
              .formatted(trace.steps.size(), trace.sessions.size()));
    }
    if (kind == Kind.WEAK || kind == Kind.CONVERGENT) {
      return new Explanation(trace, kind, -1).contradiction(budget);
    }
    for (int session = 0; session < trace.sessions.size(); session++) {
      List<Edge> cycle = new Explanation(trace, kind, session).contradiction(budget);
      if (!cycle.isEmpty()) {
        return cycle;
      }
    }
    return List.of();
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
