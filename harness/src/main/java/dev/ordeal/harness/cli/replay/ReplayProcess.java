package dev.ordeal.harness.cli.replay;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.replay.Replayed.End;
import dev.ordeal.results.run.ProcessId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  private static final String MAIN = "dev.ordeal.harness.cli.Main";
  private static final Duration HEAL_LIMIT = Duration.ofMinutes(3);
  private static final int REASON_MAX = 160;

  /** What a process is started with that another one must not have, too. */
  private static final List<String> OWN =
      List.of("-javaagent", "-agent", "-Xrun", "-XX:AOTCacheOutput", "-Dordeal.", "-XX:Archive");

  private final Path run;
  private final List<String> always;
  private final Path folder;
  private final Duration limit;
  private Optional<Process> current = Optional.empty();
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

  /** Ends the replay that is going on, which heals, and all later ones at once. */
  public synchronized void interrupt() {
    isInterrupted = true;
    current.ifPresent(Process::destroy);
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
      left.get().destroy();
      try {
        left.get().onExit().get(HEAL_LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (java.util.concurrent.ExecutionException
          | java.util.concurrent.TimeoutException stuck) {
        left.get().destroyForcibly();
      }
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
    Process process;
    synchronized (this) {
      if (isInterrupted) {
        return Replayed.without(End.INTERRUPTED, "interrupted");
      }
      process =
          new ProcessBuilder(command(options))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      current = Optional.of(process);
    }
    process.getOutputStream().close();
    ProcessId id = ProcessId.of(process.toHandle());
    Files.writeString(mark(), id.pid() + " " + id.startedMillis());
    boolean isInTime = ended(process);
    synchronized (this) {
      current = Optional.empty();
      Files.deleteIfExists(mark());
      if (isInterrupted) {
        return Replayed.without(End.INTERRUPTED, "interrupted");
      }
    }
    return isInTime
        ? result(process.exitValue(), out, err)
        : Replayed.without(End.UNKNOWN, "not over after " + limit.toMinutes() + " min");
  }

  private boolean ended(Process process) throws InterruptedException {
    if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return true;
    }
    process.destroy();
    if (!process.waitFor(HEAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return false;
  }

  private List<String> command(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> OWN.stream().noneMatch(option::startsWith))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(List.of("replay", run.toString(), "--json"));
    command.addAll(always);
    command.addAll(options);
    return command;
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

  /** The last line but advice. */
  private static String said(Path err) throws IOException {
    try (Stream<String> lines = Files.lines(err, StandardCharsets.UTF_8)) {
      String last =
          lines
              .filter(line -> !line.isBlank() && !line.startsWith("Try: "))
              .reduce("", (before, line) -> line);
      return last.length() <= REASON_MAX ? last : last.substring(0, REASON_MAX - 1) + "…";
    } catch (java.io.UncheckedIOException notText) {
      return "what it printed is not text: " + err;
    }
  }
}
