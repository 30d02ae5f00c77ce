package dev.ordeal.checkers.selection;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.convergence.ConvergenceChecker;
import dev.ordeal.checkers.isolation.IsolationChecker;
import dev.ordeal.checkers.isolation.SessionCausality;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.sequential.SequentialChecker;
import dev.ordeal.checkers.session.SessionChecker;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which checker judges whether a level that was promised is kept. */
public final class CheckerSelection {
  /** What sessions are promised that causally consistent transactions keep. */
  static final Set<ConsistencyModel> BY_CAUSALITY =
      Set.of(
          ConsistencyModel.READ_YOUR_WRITES,
          ConsistencyModel.MONOTONIC_READS,
          ConsistencyModel.WEAK_CAUSAL,
          ConsistencyModel.CAUSAL_CONVERGENCE);

  /** The models beside registers whose objects sessions are judged by. */
  private static final Set<String> OF_SESSIONS = Set.of("append-list", "set");

  /** The same of convergence. */
  private static final Set<String> CONVERGING = Set.of("append-list", "set", "counter");

  private CheckerSelection() {}

  /** Of transactions: convergence, session guarantees, causal levels or isolation. */
  public static Checker ofTransactions(ConsistencyModel level) {
    if (level == ConsistencyModel.EVENTUAL) {
      return new ConvergenceChecker();
    }
    if (SessionChecker.LEVELS.contains(level)) {
      // One order of all transactions that fits the sessions' explains every step of them.
      ConsistencyModel stronger = ConsistencyModel.STRONG_SESSION_SERIALIZABLE;
      Checker own =
          StrongerModelChecker.ownFirst(
              new SessionChecker(level, Value.NIL),
              level,
              new IsolationChecker(stronger),
              stronger.levelName(),
              SessionChecker::testsAnything);
      return BY_CAUSALITY.contains(level)
          ? StrongerModelChecker.strongerFirst(
              own,
              level,
              new SessionCausality(),
              "causally consistent transaction by transaction",
              SessionChecker::testsAnything)
          : own;
    }
    return new IsolationChecker(level);
  }

  private static Value initial(Model<?> model) {
    return model instanceof RegisterModel register ? register.start() : Value.NIL;
  }

  /**
   * Of single calls on objects.
   *
   * @throws IllegalArgumentException if the level cannot be judged for such objects
   */
  public static Checker ofObjects(ConsistencyModel level, Model<?> model) {
    if (level == ConsistencyModel.LINEARIZABLE) {
      return new LinearizabilityChecker(model);
    }
    if (level == ConsistencyModel.EVENTUAL) {
      require(level, model, CONVERGING, "registers, lists, sets and counters");
      return new ConvergenceChecker(initial(model));
    }
    if (SessionChecker.LEVELS.contains(level)) {
      require(level, model, OF_SESSIONS, "registers, lists and grow-only sets");
      Value initial = initial(model);
      return byLinearizability(
          new SessionChecker(level, initial), level, model, SessionChecker::testsAnything);
    }
    if (level == ConsistencyModel.SEQUENTIAL && model instanceof RegisterModel register) {
      return byLinearizability(
          new SequentialChecker(register.start()), level, model, history -> true);
    }
    throw unfit(level, level == ConsistencyModel.SEQUENTIAL ? "registers" : "transactions", model);
  }

  /** Refuses Ordeal's own models of objects that a level is not for; others are as they call. */
  private static void require(
      ConsistencyModel level, Model<?> model, Set<String> fitting, String objects) {
    if (model.getClass().getPackage() == Model.class.getPackage() && !fits(model, fitting)) {
      throw unfit(level, objects, model);
    }
  }

  private static boolean fits(Model<?> model, Set<String> fitting) {
    return model instanceof RegisterModel || fitting.contains(model.name());
  }

  private static IllegalArgumentException unfit(
      ConsistencyModel level, String objects, Model<?> model) {
    List<String> others = new ArrayList<>(List.of(ConsistencyModel.LINEARIZABLE.levelName()));
    if (model instanceof RegisterModel) {
      others.add(ConsistencyModel.SEQUENTIAL.levelName());
    }
    if (fits(model, OF_SESSIONS)) {
      others.add(ConsistencyModel.CAUSAL.levelName());
      others.add(ConsistencyModel.PRAM.levelName());
    }
    if (fits(model, CONVERGING)) {
      others.add(ConsistencyModel.EVENTUAL.levelName());
    }
    return new IllegalArgumentException(
        "consistency %s is for %s, not for %s, which can be judged as %s"
            .formatted(level.levelName(), objects, model.name(), String.join(", ", others)));
  }

  private static Checker byLinearizability(
      Checker own, ConsistencyModel level, Model<?> model, Predicate<History> testsAnything) {
    Checker stronger = new LinearizabilityChecker(model);
    return StrongerModelChecker.strongerFirst(
        own, level, stronger, ConsistencyModel.LINEARIZABLE.levelName(), testsAnything);
  }
}
