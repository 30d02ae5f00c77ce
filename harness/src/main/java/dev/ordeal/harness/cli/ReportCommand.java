package dev.ordeal.harness.cli;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.PathOptions;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.judging.Judging;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.report.Reports;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal report}. */
@Command(name = "report", description = "Regenerates the report of a run and prints its path.")
final class ReportCommand implements Callable<Integer> {
  private static final Duration CHECK_TIME = Duration.ofMinutes(2);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "the run's folder; runs/latest is the newest")
  private Path path;

  @Mixin private PathOptions brought;

  @Override
  public Integer call() throws IOException {
    brought.use();
    RunFolder folder = RunFolder.open(path);
    History history = HistoryFile.read(folder.history()).history();
    RunInfo info = folder.info();
    List<Checker> checkers =
        Judging.of(folder)
            .orElseThrow(
                () ->
                    new UsageException(
                        "The run's workload %s is not known here; if it is yours, --path says where"
                            .formatted(info.workload())));
    Reports.write(
        folder,
        info,
        history,
        Judge.judge(history, Judging.timeLimited(checkers), Budget.of(CHECK_TIME)));
    spec.commandLine().getOut().println(folder.report());
    spec.commandLine().getOut().flush();
    return ExitCodes.OK;
  }
}
