package dev.ordeal.harness.cli.replay;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.ShortText;
import dev.ordeal.harness.cli.process.OrdealProcess;
import dev.ordeal.harness.cli.replay.Replayed.End;
import dev.ordeal.harness.terminal.Interrupts;
import dev.ordeal.results.run.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays, each in a process of its own by {@code ordeal replay}: a target that was built again is
 * loaded again, and foreign code that ends its process ends one replay only.
 *
 * <p>A process that a killed search left behind is known by its number and start time, and is ended
 * before the next one is started. Thread-safe.
 */
public final class ReplayProcess implements Replays {
  private static final int SIGNALS_MAX = 3;
  private static final int REASON_MAX = 160;

  private final Path run;
  private final List<String> always;
  private final Path folder;
  private final Duration limit;
  private Optional<OrdealProcess> current = Optional.empty();
  private boolean isInterrupted;

  /**
   * Replays of a run.
   *
   * @param always options of {@code ordeal replay} that every replay is given
   * @param folder where what the processes print is kept
   * @param limit how long one replay may take
   */
  public ReplayProcess(Path run, List<String> always, Path folder, Duration limit) {
    this.run = run;
    this.always = List.copyOf(always);
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * From now on signals that ask this process to end are for the replay that is going on, which
   * heals and does not count; no other one begins. The third ends this process at once.
   *
   * @param also is done at each signal but the third
   */
  public void endAtSignals(Runnable also) {
    AtomicInteger signals = new AtomicInteger();
    Interrupts.handle(
        signal -> {
          if (signals.incrementAndGet() >= SIGNALS_MAX) {
            Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
          }
          also.run();
          interrupt();
        });
  }

  private synchronized void interrupt() {
    isInterrupted = true;
    current.ifPresent(OrdealProcess::interrupt);
  }

  /** Whether it was interrupted. */
  public synchronized boolean isInterrupted() {
    return isInterrupted;
  }

  /** Ends the process that a killed search left, if it still runs. */
  public void endLeft() throws IOException, InterruptedException {
    if (!Files.exists(mark())) {
      return;
    }
    Optional<ProcessHandle> left = marked().flatMap(ProcessId::handle);
    if (left.isPresent()) {
      OrdealProcess.end(left.get());
    }
    Files.deleteIfExists(mark());
  }

  private Path mark() {
    return folder.resolve("process");
  }

  private Optional<ProcessId> marked() throws IOException {
    String[] words = Files.readString(mark()).strip().split(" ");
    try {
      return words.length == 2
          ? Optional.of(new ProcessId(Long.parseLong(words[0]), Long.parseLong(words[1])))
          : Optional.empty();
    } catch (NumberFormatException torn) {
      return Optional.empty();
    }
  }

  @Override
  public Replayed once(List<String> options) throws IOException, InterruptedException {
    endLeft();
    Path out = folder.resolve("replay.json");
    Path err = folder.resolve("replay.log");
    OrdealProcess process;
    synchronized (this) {
      if (isInterrupted) {
        return Replayed.without(End.INTERRUPTED, "interrupted");
      }
      process = OrdealProcess.start(words(options), out, err);
      current = Optional.of(process);
    }
    boolean isInTime;
    try {
      ProcessId id = process.id();
      Files.writeString(mark(), id.pid() + " " + id.startedMillis());
      process.begin();
      isInTime = process.await(limit);
    } finally {
      process.end();
    }
    synchronized (this) {
      current = Optional.empty();
      Files.deleteIfExists(mark());
      if (isInterrupted) {
        return Replayed.without(End.INTERRUPTED, "interrupted");
      }
    }
    return isInTime
        ? result(process.exitCode(), out, err)
        : Replayed.without(End.UNKNOWN, "not over after " + limit.toMinutes() + " min");
  }

  private List<String> words(List<String> options) {
    List<String> words = new ArrayList<>(List.of("replay", run.toString(), "--json"));
    words.addAll(always);
    words.addAll(options);
    return words;
  }

  private static Replayed result(int code, Path out, Path err) throws IOException {
    return switch (code) {
      case 0, 1, 2 -> {
        try {
          yield Replayed.of(JsonMapper.builder().build().readTree(Files.readAllBytes(out)));
        } catch (JacksonException damaged) {
          yield Replayed.without(End.UNKNOWN, "it ended with %d and said nothing".formatted(code));
        }
      }
      case ExitCodes.USAGE -> Replayed.without(End.REFUSED, said(err));
      case ExitCodes.UNAVAILABLE -> Replayed.without(End.UNAVAILABLE, said(err));
      default -> Replayed.without(End.UNKNOWN, "it ended with %d: %s".formatted(code, said(err)));
    };
  }

  private static String said(Path err) throws IOException {
    return ShortText.lastLine(err, REASON_MAX);
  }
}
