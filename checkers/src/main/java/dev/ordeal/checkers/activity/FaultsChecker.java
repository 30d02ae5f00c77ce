package dev.ordeal.checkers.activity;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.fault.FaultPlan;
import dev.ordeal.results.verdict.CheckResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the planned faults happened: each that was injected was seen to hold until it was undone,
 * of every kind asked for at least one held, of a schedule that a person wrote every entry, and the
 * nemesis lived to the end. Else the answer is {@code unknown}, with the numbers. Faults of a plan
 * drawn from the seed that were skipped are listed and cost nothing as long as that holds.
 *
 * <p>Histories without a recorded plan are not judged.
 */
public final class FaultsChecker implements Checker {
  @Override
  public String name() {
    return "faults";
  }

  @Override
  public String description() {
    return "unknown unless the planned faults were injected and seen to hold";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Map<String, Object> facts = new LinkedHashMap<>();
    Optional<FaultPlan> plan = FaultPlan.of(history);
    if (plan.isEmpty()) {
      return CheckResult.valid(
          name(), "not judged: this history has no recorded plan of faults", facts);
    }
    FaultOutcomes outcomes = FaultOutcomes.of(history, plan.get());
    Collection<FaultOutcome> all = outcomes.all();
    long held = all.stream().filter(FaultOutcome::held).count();
    facts.put("planned", all.size());
    facts.put("held", held);
    List<String> skipped =
        all.stream().filter(FaultOutcome::wasSkipped).map(FaultOutcome::describe).toList();
    facts.put("skipped", skipped);
    facts.put("kinds", byKind(plan.get(), all));
    List<String> problems = problems(plan.get(), outcomes);
    if (!problems.isEmpty()) {
      facts.put("problems", problems);
      String more = problems.size() == 1 ? "" : " (and %d more)".formatted(problems.size() - 1);
      return CheckResult.unknown(name(), problems.getFirst() + more, facts);
    }
    return CheckResult.valid(
        name(),
        all.isEmpty()
            ? "no faults were asked for"
            : "%d of %d planned faults held%s".formatted(held, all.size(), leftOut(skipped)),
        facts);
  }

  private static String leftOut(List<String> skipped) {
    String more = skipped.size() > 2 ? "; and %d more".formatted(skipped.size() - 2) : "";
    return skipped.isEmpty()
        ? ""
        : "; left out: " + skipped.stream().limit(2).collect(Collectors.joining("; ")) + more;
  }

  private static List<String> problems(FaultPlan plan, FaultOutcomes outcomes) {
    List<String> problems = new ArrayList<>();
    for (FaultOutcome outcome : outcomes.all()) {
      outcome.problem().ifPresent(problems::add);
    }
    for (String kind : kinds(plan)) {
      List<FaultOutcome> planned =
          outcomes.all().stream().filter(o -> o.entry().kind().equals(kind)).toList();
      if (planned.stream().noneMatch(FaultOutcome::held)) {
        problems.add("no %s ever held (%s)".formatted(kind, numbers(planned)));
      }
    }
    long never = outcomes.all().stream().filter(o -> !o.wasInjected()).count();
    if (plan.isByHand() && never > 0) {
      FaultOutcome first =
          outcomes.all().stream().filter(o -> !o.wasInjected()).findFirst().orElseThrow();
      problems.add(
          "%d of %d planned faults were never injected: %s"
              .formatted(never, outcomes.all().size(), first.describe()));
    }
    if (plan.isByHand()) {
      outcomes.all().stream()
          .filter(o -> o.wasInjected() && o.wasSkipped())
          .forEach(o -> problems.add("a fault had no effect: " + o.describe()));
    }
    if (!outcomes.reachedEnd()) {
      problems.add(
          "the nemesis did not come to the end of its plan: %d of %d faults were injected"
              .formatted(outcomes.all().size() - never, outcomes.all().size()));
    }
    return problems;
  }

  /** {@code 3 planned, 3 skipped: no leader}. */
  private static String numbers(List<FaultOutcome> planned) {
    if (planned.isEmpty()) {
      return "none was planned";
    }
    List<FaultOutcome> skipped = planned.stream().filter(FaultOutcome::wasSkipped).toList();
    String text = planned.size() + " planned";
    if (skipped.isEmpty()) {
      return text;
    }
    String reasons =
        skipped.stream()
            .map(FaultOutcome::reason)
            .distinct()
            .limit(3)
            .collect(Collectors.joining("; "));
    return "%s, %d skipped: %s".formatted(text, skipped.size(), reasons);
  }

  private static Set<String> kinds(FaultPlan plan) {
    Set<String> kinds = new LinkedHashSet<>(plan.kinds());
    plan.faults().forEach(fault -> kinds.add(fault.kind()));
    return kinds;
  }

  private static Map<String, Object> byKind(FaultPlan plan, Collection<FaultOutcome> all) {
    Map<String, Object> rows = new LinkedHashMap<>();
    for (String kind : kinds(plan)) {
      List<FaultOutcome> of = all.stream().filter(o -> o.entry().kind().equals(kind)).toList();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("planned", of.size());
      row.put("injected", of.stream().filter(FaultOutcome::wasInjected).count());
      row.put("held", of.stream().filter(FaultOutcome::held).count());
      row.put("skipped", of.stream().filter(FaultOutcome::wasSkipped).count());
      rows.put(kind, row);
    }
    return rows;
  }
}
