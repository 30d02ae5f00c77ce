package dev.ordeal.targets.toxiproxy;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real {@code toxiproxy-server}, started for this run. */
public final class BinaryToxiproxy implements LoopbackToxiproxy {
  private static final String MARK = "ORDEAL_RUN";

  private final Process process;
  private final ServerPort port;
  private final FaultJournal journal;
  private final long journalled;

  private BinaryToxiproxy(Process process, ServerPort port, FaultJournal journal, long journalled) {
    this.process = process;
    this.port = port;
    this.journal = journal;
    this.journalled = journalled;
  }

  /** Starts a server on a free port; its output goes to a file. */
  public static BinaryToxiproxy start(
      String binary, String runId, FaultJournal journal, Path output)
      throws IOException, TargetException {
    ServerPort port = ServerPort.free();
    String mark = runId + "/toxiproxy";
    long id =
        journal.intent(
            "process of toxiproxy-server",
            new Undo("kill-marked", Map.of("variable", MARK, "value", mark)));
    ProcessBuilder builder =
        new ProcessBuilder(
                binary, "-host", ServerPort.HOST, "-port", Integer.toString(port.number()))
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

  private void awaitPort(Path output) throws TargetException {
    try {
      port.await(process::isAlive);
    } catch (IOException deaf) {
      close();
      throw new TargetException("toxiproxy-server does not listen; see " + output, deaf);
    }
  }

  @Override
  public ServerPort serverPort() {
    return port;
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
