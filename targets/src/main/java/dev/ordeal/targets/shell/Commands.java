package dev.ordeal.targets.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Commands on this machine. */
public final class Commands {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For reading what a command printed just before it ended. */
  private static final long OUTPUT_NANOS = 1_000_000_000;

  private Commands() {}

  /**
   * Runs a command and waits for its end.
   *
   * @throws IOException if there is no such command, or it does not end in half a minute
   */
  public static CommandResult run(List<String> command) throws IOException {
    return run(command, PATIENCE);
  }

  /**
   * Runs a command and waits for its end.
   *
   * @throws IOException if there is no such command, or it does not end in time, or something that
   *     it started goes on and holds its output
   */
  public static CommandResult run(List<String> command, Duration patience) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    CompletableFuture<byte[]> output =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return process.getInputStream().readAllBytes();
              } catch (IOException closed) {
                return new byte[0];
              }
            },
            work -> Thread.ofVirtual().start(work));
    try {
      long began = System.nanoTime();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IOException(
            "'%s' does not end in %d s".formatted(command.getFirst(), patience.toSeconds()));
      }
      long left = Math.max(0, patience.toNanos() - (System.nanoTime() - began));
      byte[] printed = output.get(left + OUTPUT_NANOS, TimeUnit.NANOSECONDS);
      return new CommandResult(process.exitValue(), new String(printed, StandardCharsets.UTF_8));
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    } catch (TimeoutException held) {
      throw new IOException(
          "'%s' has ended, but something that it started holds its output"
              .formatted(command.getFirst()),
          held);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
