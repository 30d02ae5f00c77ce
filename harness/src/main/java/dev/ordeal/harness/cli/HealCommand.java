package dev.ordeal.harness.cli;

import dev.ordeal.nemesis.Healing;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal heal}. */
@Command(name = "heal", description = "Undoes what a run left behind whose control process died.")
final class HealCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "the run's folder; runs/latest is the newest")
  private Path path;

  @Override
  public Integer call() throws IOException {
    RunFolder folder = RunFolder.open(path);
    PrintWriter out = spec.commandLine().getOut();
    RunInfo info = folder.info();
    if (info.state().equals("running") && !info.isAbandoned()) {
      throw new UsageException(
          "%s is still going (process %d); stop that first"
              .formatted(folder, info.control().pid()));
    }
    Healing.Report report = Healing.heal(folder);
    report.done().forEach(done -> out.println("healed " + done));
    report.failed().forEach(failed -> out.println("NOT healed " + failed));
    if (report.done().isEmpty() && report.failed().isEmpty()) {
      out.println("nothing to heal");
    }
    out.flush();
    if (info.isAbandoned() && report.failed().isEmpty()) {
      folder.write(killed(info));
    }
    return report.failed().isEmpty() ? ExitCodes.OK : ExitCodes.UNAVAILABLE;
  }

  /** A run whose control process died, once it is healed. */
  static RunInfo killed(RunInfo info) {
    return info.ended("failed", "the control process was killed", info.problems());
  }

  /** Whether a run's control process died before it ended; an unreadable run counts as ended. */
  static boolean isAbandoned(RunFolder run) {
    try {
      return Files.exists(run.path().resolve("run.json")) && run.info().isAbandoned();
    } catch (IOException unreadable) {
      return false;
    }
  }
}
