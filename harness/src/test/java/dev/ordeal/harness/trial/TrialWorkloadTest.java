package dev.ordeal.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.outcome.RunFindings;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.register.RegisterWorkload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was found of single clients is in the verdict of the run, too. */
class TrialWorkloadTest {
  private final List<Finding> findings = new ArrayList<>();

  private CheckResult judged() {
    Workload<?> workload = new RegisterWorkload();
    Checker contract =
        new TrialWorkload<>(workload, workload.knownCalls().orElseThrow(), findings)
            .checkers()
            .getFirst();
    return contract.check(History.of(List.of()), Budget.of(Duration.ofSeconds(10)));
  }

  @Test
  void whatIsWrongIsInvalidWithItsRemedy() {
    findings.add(Finding.ok("reads"));
    assertThat(judged().verdict()).isEqualTo(Verdict.VALID);
    findings.add(Finding.unknown("nodes", "it could not be tried", "try again"));
    assertThat(judged().verdict()).isEqualTo(Verdict.UNKNOWN);
    findings.add(Finding.wrong("retries", "one call took effect twice", "switch them off"));
    CheckResult result = judged();
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("retries: one call took effect twice. What to do: switch them off.");
    assertThat(RunFindings.of(List.of(result))).isEmpty();
  }
}
