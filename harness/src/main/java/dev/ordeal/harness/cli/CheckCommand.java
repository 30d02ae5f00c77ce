package dev.ordeal.harness.cli;

import dev.ordeal.checkers.isolation.Level;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal check}. */
@Command(
    name = "check",
    description = "Judges saved runs and histories from anywhere: JSON lines or Jepsen's EDN.",
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "RUN|FILE", description = "run folders or histories")
  private List<Path> paths;

  @Option(
      names = {"-w", "--workload"},
      description = "the workload whose checkers judge (default: the run's own)")
  private String workload;

  @Mixin private ModelChoice model;

  @Option(
      names = "--check-time",
      defaultValue = "2m",
      description = "how long each may take (default: ${DEFAULT-VALUE})")
  private Duration checkTime;

  @Option(
      names = "--consistency",
      paramLabel = "LEVEL",
      description =
          "what was promised: linearizable or sequential for objects (default: linearizable), any"
              + " of 'ordeal list levels' for transactions (default: strict-serializable)")
  private String consistency;

  @Option(
      names = "--linearization",
      paramLabel = "FILE",
      description = "write the order that makes a history linearizable, once it was verified")
  private Path linearization;

  @Option(names = "--json", description = "print one JSON document a line and nothing else")
  private boolean json;

  @Override
  public Integer call() {
    validate();
    FileCheck.Asked asked =
        new FileCheck.Asked(
            workload,
            model,
            consistency == null ? null : Level.byName(consistency).orElseThrow(),
            checkTime,
            linearization,
            json);
    int worst = ExitCodes.OK;
    for (Path path : paths) {
      CommandLine line = spec.commandLine();
      worst = worse(worst, new FileCheck(asked, path, line.getOut(), line.getErr()).run());
    }
    return worst;
  }

  private void validate() {
    if (model.isGiven()) {
      model.chosen();
    }
    if (consistency != null && Level.byName(consistency).isEmpty()) {
      throw new UsageException(
          "Unknown consistency '%s'. Known: %s"
              .formatted(
                  consistency,
                  String.join(", ", Arrays.stream(Level.values()).map(Level::levelName).toList())));
    }
    if (linearization != null && paths.size() > 1) {
      throw new UsageException("--linearization goes with one history, not " + paths.size());
    }
    if (workload != null && Workloads.byName(workload).isEmpty()) {
      throw new UsageException(
          "Unknown workload '"
              + workload
              + "'. Known: "
              + String.join(", ", Workloads.all().stream().map(Workload::name).toList()));
    }
  }

  /** Invalid outweighs an internal error, which outweighs bad input, which outweighs unknown. */
  private static int worse(int a, int b) {
    List<Integer> rising =
        List.of(
            ExitCodes.OK, Verdict.UNKNOWN.exitCode(), ExitCodes.USAGE, Verdict.INVALID.exitCode());
    return rising.indexOf(a) >= rising.indexOf(b) ? a : b;
  }
}
