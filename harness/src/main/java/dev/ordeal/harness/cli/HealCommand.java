package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.PathOptions;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.nemesis.Healing;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.ListedRun;
import dev.ordeal.results.run.OpenRuns;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.targets.SshAddress;
import dev.ordeal.targets.toxiproxy.ExternalToxiproxy;
import dev.ordeal.targets.undo.UndoScope;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal heal}. */
@Command(
    name = "heal",
    description = "Undoes the faults and ends the processes that killed control processes left.",
    sortOptions = false)
final class HealCommand implements Callable<Integer> {
  /** How long it waits for another process that is healing the same run. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "the run's folder; runs/latest is the newest")
  private Path path;

  @Option(
      names = "--all",
      description = "every run of this user that left something, also those whose folder is gone")
  private boolean all;

  @Option(
      names = "--trust",
      description =
          "heal a folder that no run of this user on this machine wrote; only what bears the run's"
              + " id is touched")
  private boolean trust;

  @Option(
      names = "--ssh",
      split = ",",
      paramLabel = "[USER@]HOST[:PORT]",
      description = "with --trust: machines of the run that may be healed")
  private List<String> machines = new ArrayList<>();

  @Option(
      names = "--ssh-config",
      paramLabel = "FILE",
      description = "with --trust: the OpenSSH configuration to reach them by")
  private Path sshConfig;

  @Option(
      names = "--toxiproxy",
      paramLabel = "URL",
      description = "with --trust: the Toxiproxy whose proxies of the run may be deleted")
  private String toxiproxy;

  @Option(
      names = "--forget",
      description =
          "treat what cannot be undone as gone, for example because its machine was removed")
  private boolean forget;

  @Mixin private PathOptions brought;

  @Override
  public Integer call() throws IOException {
    if (all == (path != null)) {
      throw new UsageException("Name a run folder, or --all: ordeal heal RUN, ordeal heal --all");
    }
    boolean names = !machines.isEmpty() || sshConfig != null || toxiproxy != null;
    if (names && (all || !trust)) {
      throw new UsageException(
          "--ssh, --ssh-config and --toxiproxy are for a folder with --trust; a run of this user's"
              + " is healed with its own options");
    }
    brought.use();
    PrintWriter out = spec.commandLine().getOut();
    int code = all ? healAll(out) : healOne(out);
    out.flush();
    return code;
  }

  private int healAll(PrintWriter out) throws IOException {
    boolean isNothing = true;
    int code = ExitCodes.OK;
    for (ListedRun run : LeftRuns.ofUser().all()) {
      List<String> lines = new ArrayList<>();
      LeftRuns.Outcome outcome = heal(run, List.of(), lines);
      isNothing &= outcome == LeftRuns.Outcome.RUNNING;
      out.println(sentence(run, outcome));
      lines.forEach(line -> out.println("  " + line));
      out.flush();
      if (outcome != LeftRuns.Outcome.HEALED && outcome != LeftRuns.Outcome.RUNNING) {
        code = ExitCodes.UNAVAILABLE;
      }
    }
    if (isNothing) {
      out.println("nothing to heal");
    }
    return code;
  }

  private LeftRuns.Outcome heal(ListedRun run, List<RunFolder> copies, List<String> lines)
      throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    LeftRuns.Outcome outcome;
    do {
      lines.clear();
      outcome = LeftRuns.ofUser().heal(run, copies, trust, lines::add);
    } while (outcome == LeftRuns.Outcome.BEING_HEALED && waited(end));
    if (outcome == LeftRuns.Outcome.LEFT && forget && run.tryLock()) {
      run.remove();
      lines.add("forgotten: what is not healed above");
      return LeftRuns.Outcome.HEALED;
    }
    return outcome;
  }

  /** Waits a moment for the process that heals the run; false once it is time to give up. */
  private static boolean waited(Instant end) throws InterruptedIOException {
    if (Instant.now().isAfter(end)) {
      return false;
    }
    try {
      Thread.sleep(100);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another process was healing the run");
    }
  }

  private static String sentence(ListedRun run, LeftRuns.Outcome outcome) {
    String shown = LeftRuns.shown(run);
    return switch (outcome) {
      case HEALED -> shown + ": healed";
      case LEFT -> "%s: NOT healed; ordeal heal --all tries again".formatted(shown);
      case RUNNING -> "%s: still going (process %d)".formatted(shown, run.run().control().pid());
      case BEING_HEALED ->
          "%s: NOT healed: another process has been healing it for %d s; try again later"
              .formatted(shown, PATIENCE.toSeconds());
      case ELSEWHERE ->
          "%s: NOT healed: it was started on %s; heal it there, or here with --trust"
              .formatted(shown, run.run().machine());
    };
  }

  private int healOne(PrintWriter out) throws IOException {
    RunFolder folder = RunFolder.open(path);
    RunInfo info = folder.info();
    Optional<ListedRun> listed = OpenRuns.ofUser().byId(info.id());
    if (listed.isPresent()) {
      return healListed(out, folder, listed.get());
    }
    if (info.state().equals("running") && !info.isAbandoned()) {
      throw stillGoing(folder, info.control().pid());
    }
    List<FaultJournal.Line> open = FaultJournal.openEntries(folder.faults());
    boolean isHealed = OpenRuns.ofUser().isHealed(info.id());
    if (open.isEmpty() || isHealed) {
      LeftRuns.markKilled(folder);
      out.println("nothing to heal" + (isHealed ? ": the run was healed before" : ""));
      return ExitCodes.OK;
    }
    if (!trust) {
      throw new UsageException(
          ("%s left %d things, but is not in this user's list of open runs (%s). If you know where"
                  + " it comes from: ordeal heal --trust")
              .formatted(info.id(), open.size(), OpenRuns.ofUser().path()));
    }
    return healTrusted(out, folder, info);
  }

  private static UsageException stillGoing(RunFolder folder, long pid) {
    return new UsageException(
        "%s is still going (process %d); wait, or stop that first".formatted(folder, pid));
  }

  private int healListed(PrintWriter out, RunFolder folder, ListedRun run) throws IOException {
    List<String> lines = new ArrayList<>();
    LeftRuns.Outcome outcome = heal(run, List.of(folder), lines);
    if (outcome == LeftRuns.Outcome.RUNNING) {
      throw stillGoing(folder, run.run().control().pid());
    }
    if (outcome == LeftRuns.Outcome.ELSEWHERE) {
      throw new UsageException(sentence(run, outcome));
    }
    if (outcome == LeftRuns.Outcome.BEING_HEALED) {
      out.println(sentence(run, outcome));
      return ExitCodes.UNAVAILABLE;
    }
    lines.forEach(out::println);
    if (lines.isEmpty()) {
      out.println("nothing to heal");
    }
    return outcome == LeftRuns.Outcome.HEALED ? ExitCodes.OK : ExitCodes.UNAVAILABLE;
  }

  /** A folder from elsewhere: what it says covers nothing but its own id. */
  private int healTrusted(PrintWriter out, RunFolder folder, RunInfo info) throws IOException {
    if (!RunFolder.isRunId(info.id())) {
      throw new UsageException(
          "run.json of %s names the run '%s', which no run is called".formatted(folder, info.id()));
    }
    try (FileChannel lock =
            FileChannel.open(
                folder.path().resolve(".healing"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = lock.tryLock()) {
      if (held == null) {
        throw stillGoing(folder, info.control().pid());
      }
      Healing.Report report = Healing.heal(folder, scope(folder, info));
      LeftRuns.tell(report, out::println);
      if (!report.isWhole() && !forget) {
        return ExitCodes.UNAVAILABLE;
      }
      LeftRuns.markKilled(folder);
      return ExitCodes.OK;
    } catch (OverlappingFileLockException byThisProcess) {
      throw stillGoing(folder, info.control().pid());
    }
  }

  private UndoScope scope(RunFolder folder, RunInfo info) {
    try {
      if (toxiproxy != null) {
        ExternalToxiproxy.at(toxiproxy);
      }
      return new UndoScope(
          info.id(),
          List.of(folder.path().toString()),
          machines.stream().map(machine -> SshAddress.parse(machine).toString()).toList(),
          sshConfig == null ? "" : sshConfig.toAbsolutePath().toString(),
          toxiproxy == null ? recordedToxiproxy(info) : toxiproxy);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(wrong.getMessage());
    }
  }

  /** A server that the folder names, but not the user, is not connected to. */
  private static String recordedToxiproxy(RunInfo info) {
    String recorded = info.options().getOrDefault("toxiproxy", "");
    return recorded.startsWith("http") ? "http://none.invalid" : recorded;
  }
}
