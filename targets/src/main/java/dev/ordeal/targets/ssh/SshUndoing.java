package dev.ordeal.targets.ssh;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.SshAddress;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Undoes things on machines from a process that did not do them, over one connection a machine. A
 * machine that does not answer is given up once, not for each thing. Thread-safe.
 */
final class SshUndoing implements UndoAction.Session {
  private final UndoScope scope;
  private final Path config;
  private final Map<String, SshConnection> connections = new ConcurrentHashMap<>();
  private final Map<String, IOException> silent = new ConcurrentHashMap<>();

  /**
   * @param scope its machines, and an OpenSSH configuration; {@code ~/.ssh/config} if empty
   */
  SshUndoing(UndoScope scope) {
    this.scope = scope;
    this.config = scope.sshConfig().isEmpty() ? null : Path.of(scope.sshConfig());
  }

  /** Connects to machines side by side; one that does not answer is reported when it is needed. */
  @Override
  public void prepare(Collection<Undo> undos) throws IOException {
    TreeSet<String> machines = new TreeSet<>();
    for (Undo undo : undos) {
      String machine = undo.arguments().getOrDefault("machine", "");
      if (scope.machines().contains(machine)) {
        machines.add(machine);
      }
    }
    try {
      OnNodes.each(machines, this::connect);
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

  @Override
  public String undo(Undo undo) throws IOException {
    String machine = undo.argument("machine");
    String command = HostUndo.of(undo.arguments()).command();
    IOException before = silent.get(machine);
    if (before != null) {
      throw new IOException(before.getMessage(), before);
    }
    CommandResult answer;
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
