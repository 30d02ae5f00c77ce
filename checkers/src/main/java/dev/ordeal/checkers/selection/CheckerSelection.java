package dev.ordeal.checkers.selection;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.convergence.ConvergenceChecker;
import dev.ordeal.checkers.isolation.IsolationChecker;
import dev.ordeal.checkers.isolation.SessionCausality;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.ObjectKind;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.sequential.SequentialChecker;
import dev.ordeal.checkers.session.SessionChecker;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.EnumSet;
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

  /** Objects whose sessions are judged. */
  private static final Set<ObjectKind> OF_SESSIONS =
      EnumSet.of(ObjectKind.REGISTER, ObjectKind.LIST, ObjectKind.SET);

  /** Objects whose convergence is judged. */
  private static final Set<ObjectKind> CONVERGING =
      EnumSet.complementOf(EnumSet.of(ObjectKind.OTHER));

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

  private static void require(
      ConsistencyModel level, Model<?> model, Set<ObjectKind> fitting, String objects) {
    if (!fitting.contains(model.objectKind())) {
      throw unfit(level, objects, model);
    }
  }

  private static IllegalArgumentException unfit(
      ConsistencyModel level, String objects, Model<?> model) {
    List<String> others = new ArrayList<>(List.of(ConsistencyModel.LINEARIZABLE.levelName()));
    if (model instanceof RegisterModel) {
      others.add(ConsistencyModel.SEQUENTIAL.levelName());
    }
    if (OF_SESSIONS.contains(model.objectKind())) {
      others.add(ConsistencyModel.CAUSAL.levelName());
      others.add(ConsistencyModel.PRAM.levelName());
    }
    if (CONVERGING.contains(model.objectKind())) {
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
