package dev.ordeal.targets.ssh;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.SideBySide;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.host.Answer;
import dev.ordeal.targets.host.HostUndo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Undoes things on machines from a process that did not do them, over one connection a machine. A
 * machine that does not answer is given up once, not for each thing. Thread-safe.
 */
public final class SshUndoing implements AutoCloseable {
  private final Path config;
  private final Map<String, SshConnection> connections = new ConcurrentHashMap<>();
  private final Map<String, IOException> silent = new ConcurrentHashMap<>();

  /**
   * @param config an OpenSSH configuration; {@code ~/.ssh/config} if empty
   */
  public SshUndoing(String config) {
    this.config = config.isEmpty() ? null : Path.of(config);
  }

  /** Connects to machines side by side; those that do not answer are told when they are needed. */
  public void connect(Collection<String> machines) throws IOException {
    try {
      SideBySide.each(machines, this::connect);
    } catch (TargetException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void connect(String machine) {
    try {
      connection(machine).execute("true");
    } catch (IOException failed) {
      silent.put(machine, failed);
    }
  }

  private SshConnection connection(String machine) {
    return connections.computeIfAbsent(
        machine, name -> new SshConnection(SshAddress.parse(name), config));
  }

  /**
   * Undoes something on a machine.
   *
   * @throws IOException if the machine does not answer, or did not before
   */
  public String undo(Undo undo) throws IOException {
    String machine = undo.argument("machine");
    String command = HostUndo.of(undo.arguments()).command();
    IOException before = silent.get(machine);
    if (before != null) {
      throw new IOException(before.getMessage(), before);
    }
    Answer answer;
    try {
      answer = SshHost.execute(connection(machine), command);
    } catch (IOException lost) {
      silent.put(machine, lost);
      throw lost;
    }
    if (!answer.isGood()) {
      throw new IOException(machine + ": " + answer.failure());
    }
    return "done on " + machine;
  }

  @Override
  public void close() {
    connections.values().forEach(SshConnection::close);
  }
}
