package dev.ordeal.harness.cli.check;

import dev.ordeal.harness.cli.option.CheckTime;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    description =
        "Judges saved runs and histories from anywhere: JSON, EDN, Jepsen's history.txt and store"
            + " folders, packed or not, or standard input (-).",
    sortOptions = false)
public final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN|FILE|-",
      description = "run folders, histories, or standard input")
  private List<Path> paths;

  @Mixin private CheckQuestion question;

  @Option(
      names = "--check-time",
      defaultValue = "2m",
      description = "how long each may take (default: ${DEFAULT-VALUE})")
  private Duration checkTime;

  @Option(
      names = "--linearization",
      paramLabel = "FILE",
      description = "write the order that makes a history linearizable, once it was verified")
  private Path linearization;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "write the report of one run or history to a file")
  private Path report;

  @Option(names = "--json", description = "print one JSON document a line and nothing else")
  private boolean json;

  @Override
  public Integer call() {
    validate();
    String command = String.join(" ", spec.commandLine().getParseResult().originalArgs());
    FileCheck.Output output =
        new FileCheck.Output(
            json, Optional.ofNullable(linearization), Optional.ofNullable(report), command);
    int worst = ExitCodes.OK;
    for (Path path : paths) {
      CommandLine line = spec.commandLine();
      FileCheck check =
          new FileCheck(question, checkTime, output, path, line.getOut(), line.getErr());
      worst = worse(worst, check.run());
    }
    return worst;
  }

  private void validate() {
    question.validate();
    CheckTime.require(checkTime);
    if (linearization != null && paths.size() > 1) {
      throw new UsageException("--linearization goes with one history, not " + paths.size());
    }
    if (report != null && paths.size() > 1) {
      throw new UsageException("--report goes with one history, not " + paths.size());
    }
    if (report != null && !Files.isDirectory(report.toAbsolutePath().getParent())) {
      throw new UsageException("--report: there is no folder for " + report);
    }
    if (paths.stream().map(HistoryInput::of).filter(HistoryInput::isStandardInput).count() > 1) {
      throw new UsageException("standard input (-) can be read only once");
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
