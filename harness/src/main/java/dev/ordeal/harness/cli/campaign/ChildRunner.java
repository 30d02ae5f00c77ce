package dev.ordeal.harness.cli.campaign;

import dev.ordeal.harness.campaign.PlannedRun;
import dev.ordeal.harness.campaign.Runner;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.process.OrdealProcess;
import dev.ordeal.harness.cli.replay.RunFacts;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.campaign.RunEnd;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.ProcessId;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes each run in a process of its own, {@code ordeal run}. */
public final class ChildRunner implements Runner {
  /** Exit codes above it are those of processes that a signal ended. */
  private static final int SIGNAL = 128;

  private static final Duration SAME_SIGNAL = Duration.ofSeconds(1);

  private final Path folder;
  private final Healer healer;
  private final RunEnds ends;
  private final Set<OrdealProcess> processes = new HashSet<>();
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
   */
  public ChildRunner(Path folder, Healer healer) {
    this.folder = folder;
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
    List<RunFolder> earlier = RunFolder.all(out);
    OrdealProcess process;
    synchronized (this) {
      if (isStopped) {
        return Optional.empty();
      }
      process = OrdealProcess.start(words(run, out), console, console);
      processes.add(process);
    }
    long began = System.nanoTime();
    boolean isInTime;
    try {
      started.as(process.id());
      process.begin();
      isInTime = process.await(run.limit());
    } finally {
      process.end();
      synchronized (this) {
        processes.remove(process);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    int code = isInTime ? process.exitCode() : ExitCodes.INTERNAL;
    String left = heal(out);
    boolean isVoid = code > SIGNAL && isStoppedSoon();
    if (isVoid && left.isEmpty()) {
      return Optional.empty();
    }
    String late =
        isInTime
            ? ""
            : "it had not ended after %s, and was ended".formatted(Durations.text(run.limit()));
    String text =
        Stream.of(late, left).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    return Optional.of(ends.of(run, attempt, code, seconds, newest(out, earlier), console, text));
  }

  /**
   * Whether the campaign is stopped. A signal to all processes of a terminal may reach a run before
   * it reaches the campaign.
   */
  private synchronized boolean isStoppedSoon() throws InterruptedException {
    long deadline = System.nanoTime() + SAME_SIGNAL.toNanos();
    while (!isStopped) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  private static List<String> words(PlannedRun run, Path out) {
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(run.words());
    words.addAll(List.of("--out", out.toString()));
    return words;
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
    // The campaign died, but the run need not have; without a process that was noted none began.
    Optional<ProcessHandle> alive = start.process().handle();
    if (alive.isPresent()) {
      OrdealProcess.end(alive.get());
    }
    String left = heal(out);
    if (!left.isEmpty()) {
      throw new IOException(
          "run %d was interrupted, and not all of it can be undone: %s"
              .formatted(run.number(), left));
    }
    Optional<RunFolder> own =
        newest(out, List.of()).filter(folder -> isWhole(folder, start.process()));
    return own.isEmpty() ? Optional.empty() : Optional.of(adopted(run, start.attempt(), own.get()));
  }

  /** The newest run folder but those of earlier attempts; an attempt may end without one. */
  private static Optional<RunFolder> newest(Path out, List<RunFolder> earlier) throws IOException {
    Set<Path> known = earlier.stream().map(RunFolder::path).collect(Collectors.toSet());
    return RunFolder.all(out).stream().filter(each -> !known.contains(each.path())).findFirst();
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
    return ends.of(run, attempt, code, seconds, Optional.of(whole), console(run, attempt), "");
  }

  @Override
  public void stop() {
    synchronized (this) {
      isStopped = true;
      notifyAll();
      processes.forEach(OrdealProcess::interrupt);
    }
  }

  /** Waits until none is going on any more; false if some are after a time. */
  public boolean awaitEnd(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    List<OrdealProcess> going;
    synchronized (this) {
      going = List.copyOf(processes);
    }
    boolean isOver = true;
    for (OrdealProcess process : going) {
      try {
        isOver &= process.hasEnded(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return isOver;
  }
}
