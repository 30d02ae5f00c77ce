package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.explanation.Decision;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.order.AtomicOrder;
import dev.ordeal.checkers.isolation.order.CommitOrder;
import dev.ordeal.checkers.isolation.order.ParallelOrder;
import dev.ordeal.checkers.isolation.order.Polygraph;
import dev.ordeal.checkers.isolation.register.RwRegister;
import java.util.List;

/** A level as a rule with a bond, if it is one of instants, and its names. */
record RegisterQuestion(
    Rule rule, CycleClass.Bond bond, List<ConsistencyModel> levels, String anomaly) {
  /** Strongest first. */
  static final List<RegisterQuestion> ALL =
      List.of(
          new RegisterQuestion(
              Rule.SERIALIZABLE,
              CycleClass.Bond.REALTIME,
              List.of(ConsistencyModel.STRICT_SERIALIZABLE),
              "G2-item-realtime"),
          new RegisterQuestion(
              Rule.SERIALIZABLE,
              CycleClass.Bond.PROCESS,
              List.of(ConsistencyModel.STRONG_SESSION_SERIALIZABLE),
              "G2-item-process"),
          new RegisterQuestion(
              Rule.SERIALIZABLE,
              CycleClass.Bond.NONE,
              List.of(ConsistencyModel.SERIALIZABLE, ConsistencyModel.REPEATABLE_READ),
              "G2-item"),
          new RegisterQuestion(
              Rule.SNAPSHOT_ISOLATION,
              CycleClass.Bond.REALTIME,
              List.of(ConsistencyModel.STRONG_SNAPSHOT_ISOLATION),
              "G-SI-realtime"),
          new RegisterQuestion(
              Rule.SNAPSHOT_ISOLATION,
              CycleClass.Bond.PROCESS,
              List.of(ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION),
              "G-SI-process"),
          new RegisterQuestion(
              Rule.SNAPSHOT_ISOLATION,
              CycleClass.Bond.NONE,
              List.of(ConsistencyModel.SNAPSHOT_ISOLATION),
              "G-SI"),
          new RegisterQuestion(
              List.of(
                  ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION, ConsistencyModel.CONSISTENT_VIEW),
              "G-single-item"),
          new RegisterQuestion(List.of(ConsistencyModel.UPDATE_ATOMIC), "blind-overwrite"),
          new RegisterQuestion(
              Rule.PREFIX, CycleClass.Bond.NONE, List.of(ConsistencyModel.PREFIX), "non-prefix"));

  /** One without instants: of two levels of those whom transactions have seen. */
  RegisterQuestion(List<ConsistencyModel> levels, String anomaly) {
    this(null, CycleClass.Bond.NONE, levels, anomaly);
  }

  /** How it is decided; given up at once if the check is over before that can begin. */
  Decision decision(RwRegister history, int[] members, Budget budget) {
    try {
      return search(history, members, budget);
    } catch (BudgetExceededException late) {
      return Decision.GIVEN_UP;
    }
  }

  private Decision search(RwRegister history, int[] members, Budget budget) {
    if (rule != null) {
      return new CommitOrder(history, members, rule, bond, budget);
    }
    return levels.contains(ConsistencyModel.UPDATE_ATOMIC)
        ? new AtomicOrder(history, members, budget)
        : new ParallelOrder(history, members, budget);
  }

  Polygraph polygraph(RwRegister history, int[] members) {
    if (rule != null) {
      return Polygraph.of(history, members, rule, bond);
    }
    return levels.contains(ConsistencyModel.UPDATE_ATOMIC)
        ? Polygraph.atomic(history, members)
        : Polygraph.parallel(history, members);
  }

  /** Whether parts of a history without a common key keep it together if each does. */
  boolean isLocal() {
    return bond != CycleClass.Bond.PROCESS;
  }
}
