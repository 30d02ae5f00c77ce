package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.register.RegisterExplainer;
import dev.ordeal.checkers.linearizability.register.RegisterSearch;
import dev.ordeal.checkers.linearizability.register.Staleness;
import dev.ordeal.checkers.linearizability.search.GeneralSearch;
import dev.ordeal.checkers.linearizability.sequence.ReadableText;
import dev.ordeal.checkers.model.KvModel;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Gravity;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a history is linearizable (Herlihy and Wing, 1990).
 *
 * <p>Linearizability is local: a history is linearizable iff each object's part is, so keys are
 * judged independently and side by side. Some keys may be undecided while others are; one bad key
 * makes the history invalid all the same.
 */
public final class LinearizabilityChecker implements Checker {
  private static final int UNKNOWN_SHOWN = 10;

  private final Model<?> model;
  private final KeyTurns.Turn first;

  public LinearizabilityChecker(Model<?> model) {
    this(model, KeyTurns.Turn.USUAL);
  }

  /** One whose keys begin with other turns. */
  LinearizabilityChecker(Model<?> model, KeyTurns.Turn first) {
    this.first = first;
    this.model = model;
  }

  @Override
  public String name() {
    return "linearizable";
  }

  @Override
  public String description() {
    return "is there a sequential order of each object's operations that respects real time?";
  }

  @Override
  public List<Observation> needs() {
    List<Observation> needs = new ArrayList<>(List.of(Observation.SUCCESS));
    needs.addAll(model.needs());
    needs.add(Observation.REAL_TIME);
    return needs;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Columns columns = history.columns();
    Map<Value, int[]> parts = model.isPerKey() ? columns.byKey() : Map.of(Value.NIL, columns.all());
    List<KeyResult> results =
        new KeyTurns(budget, (part, turn) -> decide(columns, part, turn), foreignClass(), first)
            .decide(parts);
    List<Anomaly> anomalies = new ArrayList<>();
    IdentityHashMap<Anomaly, Long> margins = new IdentityHashMap<>();
    List<String> undecided = new ArrayList<>();
    String spent = "";
    for (KeyResult result : results) {
      if (!result.isDecided()) {
        undecided.add(result.key().toString());
        spent = result.undecided();
      }
      if (result.answer() instanceof KeyResult.Violated(Finding.Violation violation)) {
        Anomaly anomaly =
            switch (violation) {
              case Finding.Violated named ->
                  new Anomaly(named.anomaly(), result.key(), named.explanation(), named.witness());
              case Finding.NotLinearizable none ->
                  explain(result.key(), none, operations(columns, result.operations()));
            };
        anomalies.add(anomaly);
        margins.put(anomaly, margin(violation));
      }
    }
    if (anomalies.isEmpty()) {
      results.forEach(LinearizabilityChecker::throwFailure);
    }
    anomalies.sort(Gravity.FIRST.thenComparing(margins::get, Comparator.<Long>reverseOrder()));
    Optional<Staleness> staleness = Optional.empty();
    if (model instanceof RegisterModel register && !anomalies.isEmpty()) {
      staleness =
          results.stream()
              .filter(LinearizabilityChecker::isNamed)
              .flatMap(
                  r -> Staleness.of(register.start(), columns, r.operations(), budget).stream())
              .reduce(Staleness::worse);
    }
    CheckResult all =
        summary(parts, anomalies, undecided, spent, staleness, history.recorded().times());
    return all.verdict() == Verdict.INVALID ? withHanging(all, results) : all;
  }

  /** A violation, and what of other keys a user's model has not returned from. */
  private static CheckResult withHanging(CheckResult all, List<KeyResult> results) {
    List<KeyResult> late =
        results.stream()
            .filter(result -> result.answer() instanceof KeyResult.NotReturned)
            .toList();
    return late.isEmpty()
        ? all
        : new CheckResult(
            all.checker(),
            all.verdict(),
            "%s Besides, %d of %d keys could not be decided (%s, …): %s."
                .formatted(
                    all.reason(),
                    late.size(),
                    results.size(),
                    late.getFirst().key(),
                    late.getFirst().undecided()),
            all.anomalies(),
            all.facts());
  }

  /** The model's class if it is a user's; else empty. */
  private String foreignClass() {
    Class<?> type = model.getClass();
    boolean isOwn =
        type.getClassLoader() == Model.class.getClassLoader()
            && type.getPackageName().equals(Model.class.getPackageName());
    return isOwn ? "" : type.getName();
  }

  /**
   * The error of clocks that would explain what is shown of a key; less than all where that is not
   * known, so that what is known to be no error of clocks is shown before it.
   */
  private static long margin(Finding.Violation violation) {
    return violation instanceof Finding.Violated named ? named.marginNanos() : -1;
  }

  /** Whether the violation is one that a register's monitor has a name for. */
  private static boolean isNamed(KeyResult result) {
    return result.answer() instanceof KeyResult.Violated(Finding.Violation violation)
        && violation instanceof Finding.Violated;
  }

  private static void throwFailure(KeyResult result) {
    if (result.answer() instanceof KeyResult.Failed(Throwable thrown)) {
      switch (thrown) {
        case RuntimeException broken -> throw broken;
        case Error broken -> throw broken;
        default -> throw new IllegalStateException(thrown);
      }
    }
  }

  private CheckResult summary(
      Map<Value, int[]> parts,
      List<Anomaly> anomalies,
      List<String> undecided,
      String spent,
      Optional<Staleness> staleness,
      boolean hasTimes) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", model.name());
    facts.put("keys", parts.size());
    facts.put("keys-violated", anomalies.size());
    facts.put("keys-undecided", undecided.size());
    if (!undecided.isEmpty()) {
      facts.put("undecided", undecided.stream().limit(20).toList());
    }
    if (!anomalies.isEmpty()) {
      String reason = Gravity.gravest(anomalies).explanation();
      if (staleness.isPresent()) {
        Staleness how = staleness.get();
        facts.put("reads-behind", how.behind());
        facts.put("versions-behind-max", how.versionsMax());
        if (hasTimes) {
          facts.put("ms-behind-max", how.nanosMax() / 1e6);
          how.relaxationNanos().ifPresent(n -> facts.put("clock-relaxation-ms", n / 1e6));
        }
        reason += " " + (hasTimes ? how.describe() : how.reads()) + ".";
      }
      return new CheckResult(name(), Verdict.INVALID, reason, anomalies, facts);
    }
    if (!undecided.isEmpty()) {
      String which = undecided.size() == 1 ? "1 of " : undecided.size() + " of ";
      return CheckResult.unknown(
          name(), which + parts.size() + " keys could not be decided: " + spent, facts);
    }
    String keys = parts.size() == 1 ? "the object is" : "all " + parts.size() + " keys are";
    return CheckResult.valid(name(), keys + " linearizable", facts);
  }

  /**
   * A linearization of each key's operations: every one that ended {@code ok}, and those crashed
   * ones that must have taken effect.
   *
   * @return nothing for keys that have none, or whose search exceeded the budget
   */
  public Map<Value, List<Operation>> linearizations(History history, Budget budget) {
    Columns columns = history.columns();
    Map<Value, int[]> parts = model.isPerKey() ? columns.byKey() : Map.of(Value.NIL, columns.all());
    Map<Value, List<Operation>> orders = new LinkedHashMap<>();
    parts.forEach(
        (key, part) ->
            linearization(columns, part, budget).ifPresent(order -> orders.put(key, order)));
    return orders;
  }

  private Optional<List<Operation>> linearization(Columns columns, int[] part, Budget budget) {
    try {
      return decide(columns, part, budget) instanceof Finding.Linearizable decided
          ? Optional.of(operations(columns, decided.order().get()))
          : Optional.empty();
    } catch (BudgetExceededException spent) {
      return Optional.empty();
    }
  }

  private Finding decide(Columns columns, int[] part, Budget budget) {
    return Monitors.of(model)
        .flatMap(monitor -> monitor.decide(columns, part, budget))
        .orElseGet(() -> search(operations(columns, part), budget).among(part));
  }

  private Finding search(List<Operation> operations, Budget budget) {
    return switch (model) {
      case RegisterModel register -> RegisterSearch.search(register.start(), operations, budget);
      case KvModel kv -> GeneralSearch.search(ReadableText.of(kv, operations), operations, budget);
      default -> GeneralSearch.search(model, operations, budget);
    };
  }

  private static List<Operation> operations(Columns columns, int[] part) {
    return Arrays.stream(part).mapToObj(columns::operation).toList();
  }

  private Anomaly explain(
      Value key, Finding.NotLinearizable violation, List<Operation> operations) {
    if (model instanceof RegisterModel register) {
      var explained = RegisterExplainer.explain(key, register.start(), violation, operations);
      if (explained.isPresent()) {
        return explained.get();
      }
    }
    if (!model.remembers()) {
      Operation wrong = violation.failing();
      String text =
          "Call %s of process %d, %s %s, was answered %s: wrong, whatever other calls there were."
              .formatted(
                  wrong.label(),
                  wrong.process(),
                  wrong.function(),
                  wrong.argument().brief(),
                  wrong.result().brief());
      return new Anomaly("non-linearizable", key, text, List.of(wrong));
    }
    long end = violation.failing().completion().orElseThrow().index();
    List<Operation> unknown =
        operations.stream()
            .filter(o -> o.isInfo() && o.invocation().index() < end && !model.isReadOnly(o))
            .toList();
    List<Operation> witness = new ArrayList<>(violation.pending());
    witness.add(violation.failing());
    witness.addAll(unknown.subList(Math.max(0, unknown.size() - UNKNOWN_SHOWN), unknown.size()));
    witness.sort((a, b) -> Long.compare(a.start(), b.start()));
    if (violation.states().isEmpty()) {
      String text = "No order of these operations explains what each of them saw.";
      return new Anomaly("non-linearizable", key, text, witness);
    }
    String states = alternatives(violation.states());
    String explanation =
        ("No order of the operations explains %s. Whatever order is chosen for what came before,"
                + " the object could only have been in state %s when it returned%s%s.")
            .formatted(
                violation.failing().describe(),
                states,
                unknown.isEmpty()
                    ? ""
                    : ", or in what calls of unknown outcome (%d) make of it"
                        .formatted(unknown.size()),
                violation.pending().isEmpty()
                    ? ""
                    : ", and what was open at that time (%d) does not change that"
                        .formatted(violation.pending().size()));
    return new Anomaly("non-linearizable", key, explanation, witness);
  }

  /** {@code a}, {@code a or b}, {@code a, b or c}. */
  private static String alternatives(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.getFirst()
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
