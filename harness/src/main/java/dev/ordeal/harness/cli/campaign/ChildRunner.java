package dev.ordeal.harness.cli.campaign;

import dev.ordeal.harness.campaign.PlannedRun;
import dev.ordeal.harness.campaign.Runner;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.replay.RunFacts;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.campaign.RunEnd;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.ProcessId;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.Verdict;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Makes each run in a process of its own, {@code ordeal run}, with the Java, the options of the JVM
 * and the class path of this one: whatever code of a target does, the campaign goes on.
 */
public final class ChildRunner implements Runner {
  /** How long a run that was told to end may take to undo everything. */
  private static final Duration HEAL_LIMIT = Duration.ofMinutes(3);

  /** Options of this JVM that are for its own terminal, or may be used by one JVM at a time. */
  private static final Pattern OWN =
      Pattern.compile(
          "-Dordeal[.](columns|terminal).*|-XX:AOT(CacheOutput|Mode|Configuration)=.*|-agentlib:.*"
              + "|-agentpath:.*|-javaagent:.*|-Xrunjdwp.*|-Xdebug|-XX:ArchiveClassesAtExit=.*");

  private final Path folder;
  private final String mainClass;
  private final Healer healer;
  private final RunEnds ends;
  private final Set<Process> processes = new HashSet<>();
  private boolean isStopped;

  /** Undoes what a run left. */
  @FunctionalInterface
  public interface Healer {
    /**
     * Heals a run whose process is gone.
     *
     * @return what could not be undone; empty if nothing is left
     */
    String heal(RunFolder run) throws IOException;
  }

  /**
   * @param folder the campaign's
   * @param mainClass that of Ordeal's command line
   */
  public ChildRunner(Path folder, String mainClass, Healer healer) {
    this.folder = folder;
    this.mainClass = mainClass;
    this.healer = healer;
    this.ends = new RunEnds(folder);
  }

  /** The folder of a run's run folders. */
  private Path out(PlannedRun run) {
    return folder.resolve("runs").resolve("%04d".formatted(run.number()));
  }

  private Path console(PlannedRun run, int attempt) {
    return out(run).resolve("console-%d.txt".formatted(attempt));
  }

  @Override
  public Optional<RunEnd> run(PlannedRun run, int attempt, Started started)
      throws IOException, InterruptedException {
    Path out = Files.createDirectories(out(run));
    Path console = console(run, attempt);
    Process process;
    synchronized (this) {
      if (isStopped) {
        return Optional.empty();
      }
      process = start(run, out, console);
      processes.add(process);
    }
    long began = System.nanoTime();
    String late = "";
    try {
      started.as(ProcessId.of(process.toHandle()));
      if (!process.waitFor(run.limit().toMillis(), TimeUnit.MILLISECONDS)) {
        late = "it had not ended after %s, and was ended".formatted(Durations.text(run.limit()));
        end(process.toHandle());
      }
    } finally {
      if (process.isAlive()) {
        end(process.toHandle());
      }
      synchronized (this) {
        processes.remove(process);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    int code = late.isEmpty() ? process.exitValue() : ExitCodes.INTERNAL;
    String left = heal(out);
    boolean isVoid;
    synchronized (this) {
      isVoid = isStopped && (code == ExitCodes.INTERRUPTED || code > 128);
    }
    if (isVoid && left.isEmpty()) {
      return Optional.empty();
    }
    String text = isVoid ? left : late;
    return Optional.of(ends.of(run, attempt, code, seconds, out, console, text));
  }

  /**
   * A terminal sends its signals to all processes that it sees; the run hears them from this one
   * only, once each.
   */
  private Process start(PlannedRun run, Path out, Path console) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !OWN.matcher(option).matches())
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass, "run"));
    // A word that begins with @ would be the name of a file with more of them.
    run.words().forEach(word -> command.add(word.startsWith("@") ? "@" + word : word));
    command.addAll(List.of("--out", out.toString()));
    return new ProcessBuilder(command)
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(console.toFile())
        .start();
  }

  private static void end(ProcessHandle process) throws InterruptedException {
    process.destroy();
    if (!awaited(process, HEAL_LIMIT)) {
      process.destroyForcibly();
      awaited(process, HEAL_LIMIT);
    }
  }

  private static boolean awaited(ProcessHandle process, Duration limit)
      throws InterruptedException {
    CompletableFuture<ProcessHandle> exit = process.onExit();
    try {
      exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException late) {
      return !process.isAlive();
    }
  }

  /** Undoes what the runs of a folder left whose processes are gone. */
  private String heal(Path out) throws IOException {
    StringBuilder left = new StringBuilder();
    for (RunFolder run : RunFolder.all(out)) {
      String what = healer.heal(run);
      left.append(left.isEmpty() || what.isEmpty() ? "" : "; ").append(what);
    }
    return left.toString();
  }

  @Override
  public Optional<RunEnd> recover(PlannedRun run, CampaignState.Start start)
      throws IOException, InterruptedException {
    Path out = out(run);
    // The campaign died, but the run need not have.
    Optional<ProcessHandle> alive =
        start.process().handle().or(() -> newest(out).flatMap(ChildRunner::control));
    if (alive.isPresent()) {
      end(alive.get());
    }
    String left = heal(out);
    if (!left.isEmpty()) {
      throw new IOException(
          "run %d was interrupted, and not all of it can be undone: %s"
              .formatted(run.number(), left));
    }
    Optional<RunFolder> own = newest(out).filter(folder -> isWhole(folder, start.process()));
    return own.isEmpty() ? Optional.empty() : Optional.of(adopted(run, start.attempt(), own.get()));
  }

  private static Optional<RunFolder> newest(Path out) {
    try {
      return RunFolder.all(out).stream().findFirst();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<ProcessHandle> control(RunFolder run) {
    try {
      return Optional.ofNullable(run.info().control()).flatMap(ProcessId::handle);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether a folder is that of a process, which ran and judged to the end. */
  private static boolean isWhole(RunFolder run, ProcessId process) {
    try {
      RunInfo info = run.info();
      return process.equals(info.control())
          && info.state().equals("finished")
          && !run.recordedVerdict().isEmpty();
    } catch (IOException unreadable) {
      return false;
    }
  }

  private RunEnd adopted(PlannedRun run, int attempt, RunFolder whole) throws IOException {
    int code = RunFacts.of(whole.verdict()).verdict().orElse(Verdict.UNKNOWN).exitCode();
    Instant began = Instant.parse(whole.info().started());
    Instant judged = Files.getLastModifiedTime(whole.verdict()).toInstant();
    double seconds = Math.max(0, judged.toEpochMilli() - began.toEpochMilli()) / 1e3;
    return ends.of(run, attempt, code, seconds, out(run), console(run, attempt), "");
  }

  @Override
  public void stop() {
    synchronized (this) {
      isStopped = true;
      processes.forEach(Process::destroy);
    }
  }

  /** Waits until none is going on any more; false if some are after a time. */
  public boolean awaitEnd(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    List<Process> going;
    synchronized (this) {
      going = List.copyOf(processes);
    }
    boolean isOver = true;
    for (Process process : going) {
      try {
        isOver &= process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return isOver;
  }
}
