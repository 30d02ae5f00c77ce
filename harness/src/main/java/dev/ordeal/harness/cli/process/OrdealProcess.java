package dev.ordeal.harness.cli.process;

import dev.ordeal.results.run.ProcessId;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A process of Ordeal's command line, with the Java, the options of the JVM and the class path of
 * this one: whatever code of a target does there, this process goes on.
 *
 * <p>It does nothing before {@link #begin}, so that its number can be recorded first: if this
 * process dies in between, so does the other. Signals of a terminal, which go to all processes
 * there, do not reach it; it hears them from this process only, once each. Thread-safe.
 */
public final class OrdealProcess {
  private static final String MAIN = "dev.ordeal.harness.cli.Main";

  /** How long a process that was told to end may take to undo everything. */
  private static final Duration HEAL_LIMIT = Duration.ofMinutes(3);

  /** Options of this JVM that are for its own terminal, or may be used by one JVM at a time. */
  private static final Pattern OWN =
      Pattern.compile(
          "-Dordeal[.](columns|terminal).*|-XX:AOT(CacheOutput|Mode|Configuration)=.*|-agentlib:.*"
              + "|-agentpath:.*|-javaagent:.*|-Xrunjdwp.*|-Xdebug|-XX:ArchiveClassesAtExit=.*");

  /** Waits for a line; its end without one is the death of the process that would write it. */
  private static final String SHELL =
      "trap '' INT HUP; read -r begin || exit 130; exec \"$@\" </dev/null";

  final Process process;

  OrdealProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a process; it waits for {@link #begin}.
   *
   * @param words what it is given, from the command's name on
   * @param out the file that takes what it prints
   * @param err the same for errors; may be {@code out}
   */
  public static OrdealProcess start(List<String> words, Path out, Path err) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", SHELL, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !OWN.matcher(option).matches())
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    // A word that begins with @ would be the name of a file with more of them.
    words.forEach(word -> command.add(word.startsWith("@") ? "@" + word : word));
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
    return new OrdealProcess(
        (out.equals(err) ? builder.redirectErrorStream(true) : builder.redirectError(err.toFile()))
            .start());
  }

  /** Its number and start time. */
  public ProcessId id() {
    return ProcessId.of(process.toHandle());
  }

  /** Lets it begin; without effect if it was ended. */
  public void begin() {
    try (OutputStream line = process.getOutputStream()) {
      line.write("begin\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException ended) {
      // Its exit code says so.
    }
  }

  /** Waits for its end; false if it has not ended in time. */
  public boolean hasEnded(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for its end. One that has not ended in time is asked to undo everything and end, and
   * killed if it does not.
   *
   * @return whether it ended in time
   */
  public boolean await(Duration limit) throws InterruptedException {
    if (hasEnded(limit)) {
      return true;
    }
    end();
    return false;
  }

  /** Its exit code; above 128 if a signal ended it. It must have ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Asks it to undo everything and end, each time more urgently. */
  public void interrupt() {
    process.destroy();
  }

  /** Ends it, as {@link #await} does, unless it has ended. */
  public void end() throws InterruptedException {
    end(process.toHandle());
  }

  /** Ends such a process, which an earlier process may have started, unless it has ended. */
  public static void end(ProcessHandle process) throws InterruptedException {
    if (process.isAlive()) {
      process.destroy();
      if (!isGone(process)) {
        process.destroyForcibly();
        isGone(process);
      }
    }
  }

  private static boolean isGone(ProcessHandle process) throws InterruptedException {
    CompletableFuture<ProcessHandle> exit = process.onExit();
    try {
      exit.get(HEAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException late) {
      return !process.isAlive();
    }
  }
}
