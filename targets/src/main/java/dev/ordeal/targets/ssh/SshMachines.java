package dev.ordeal.targets.ssh;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.SshAddress;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.host.Host;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.Hosts;
import dev.ordeal.targets.shell.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of a run, each with a folder for its node that goes when the run is over. */
public final class SshMachines implements Hosts {
  /** The kind of undoing: something on a machine. */
  public static final String UNDO = "ssh-execute";

  private static final Path FOLDERS = Path.of(HostUndo.FOLDERS);

  private final FaultJournal journal;
  private final List<SshHost> hosts = new ArrayList<>();
  private final Map<SshHost, Long> journalled = new HashMap<>();

  private SshMachines(FaultJournal journal) {
    this.journal = journal;
  }

  /**
   * Connects to the machines, looks whether they may be broken, and brings the program there.
   *
   * @param names the nodes' names, one a machine
   * @param config an OpenSSH configuration; {@code ~/.ssh/config} if null
   * @param provisions whether what is missing there is installed
   * @throws TargetException if one cannot be used; the message says which, and why
   */
  public static SshMachines open(
      List<SshAddress> machines,
      List<String> names,
      Path config,
      boolean provisions,
      String runId,
      FaultJournal journal)
      throws IOException, TargetException {
    SshMachines all = new SshMachines(journal);
    try (Provisioning provisioning = new Provisioning()) {
      Map<String, byte[]> program = ProgramFiles.all();
      for (int i = 0; i < machines.size(); i++) {
        Path folder = FOLDERS.resolve(runId).resolve(names.get(i));
        SshConnection connection = new SshConnection(machines.get(i), config);
        SshHost host =
            new SshHost(
                names.get(i),
                connection,
                folder,
                provisions ? Optional.of(provisioning) : Optional.empty());
        all.hosts.add(host);
      }
      OnNodes.each(all.hosts, host -> all.prepare(host, program));
      return all;
    } catch (IOException | TargetException | RuntimeException failed) {
      all.close();
      throw failed;
    }
  }

  private void prepare(SshHost host, Map<String, byte[]> program)
      throws IOException, TargetException {
    try {
      host.prepare(program);
    } catch (IOException unreachable) {
      throw new TargetException(unreachable.getMessage(), unreachable);
    }
    synchronized (journalled) {
      journalled.put(
          host, journal.intent("folder of node " + host.name(), host.undo(removal(host))));
    }
  }

  private static HostUndo removal(Host host) {
    return new HostUndo.RemoveFolder(host.folder().toString());
  }

  @Override
  public List<Host> hosts() {
    return List.copyOf(hosts);
  }

  /**
   * Marks a machine as one that may be broken.
   *
   * @return its host name
   */
  public static String mark(SshAddress machine, Path config) throws IOException, TargetException {
    try (SshConnection connection = new SshConnection(machine, config)) {
      SshHost.requireRights(connection);
      String script =
          "grep -qxF \"$(hostname)\" %s 2>/dev/null || hostname >> %s; hostname"
              .formatted(MARKER, MARKER);
      CommandResult answer = SshHost.execute(connection, script);
      if (!answer.isGood()) {
        throw new IOException(machine + ": " + answer.output().strip());
      }
      return answer.output().strip();
    }
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (SshHost host : hosts) {
      try {
        if (journalled.containsKey(host)) {
          host.require(removal(host).command());
          journal.undone(journalled.get(host), "folder removed");
        }
      } catch (IOException failed) {
        first = first == null ? failed : first;
      } finally {
        host.close();
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
