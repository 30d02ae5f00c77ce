package dev.ordeal.targets.toxiproxy;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The real {@code toxiproxy-server}, started for this run. */
public final class BinaryToxiproxy implements ToxiproxyServer {
  private static final String HOST = "127.0.0.1";
  private static final String MARK = "ORDEAL_RUN";
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  private final Process process;
  private final int port;
  private final FaultJournal journal;
  private final long journalled;

  private BinaryToxiproxy(Process process, int port, FaultJournal journal, long journalled) {
    this.process = process;
    this.port = port;
    this.journal = journal;
    this.journalled = journalled;
  }

  /** Starts a server on a free port; its output goes to a file. */
  public static BinaryToxiproxy start(
      String binary, String runId, FaultJournal journal, Path output)
      throws IOException, TargetException {
    int port = freePort();
    String mark = runId + "/toxiproxy";
    long id =
        journal.intent(
            "process of toxiproxy-server",
            new Undo("kill-marked", Map.of("variable", MARK, "value", mark)));
    ProcessBuilder builder =
        new ProcessBuilder(binary, "-host", HOST, "-port", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put(MARK, mark);
    Process process;
    try {
      process = builder.start();
    } catch (IOException missing) {
      throw new TargetException(
          "Cannot start %s: %s. Install toxiproxy-server, or use --toxiproxy embedded"
              .formatted(binary, missing.getMessage()),
          missing);
    }
    BinaryToxiproxy server = new BinaryToxiproxy(process, port, journal, id);
    server.awaitPort(output);
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
      return probe.getLocalPort();
    }
  }

  private void awaitPort(Path output) throws TargetException {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (true) {
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(HOST, port), 200);
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new TargetException("toxiproxy-server does not listen; see " + output, notYet);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String proxyHost() {
    return HOST;
  }

  @Override
  public String description() {
    return "toxiproxy-server, process " + process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
      journal.undone(journalled, "toxiproxy-server ended");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException unwritten) {
      throw new java.io.UncheckedIOException(unwritten);
    }
  }
}
