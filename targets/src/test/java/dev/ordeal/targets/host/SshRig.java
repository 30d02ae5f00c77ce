package dev.ordeal.targets.host;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.netns.NetnsNetwork;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import dev.ordeal.targets.undo.UndoScope;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Machines to reach by SSH that are network namespaces of this one, each with an sshd, an address
 * and a host name of its own; files and processes are this machine's.
 */
final class SshRig implements AutoCloseable {
  /** All of these machines have one file of marks, for their files are this machine's. */
  static final String MARKS = "marks of machines";

  private static final Path MARKER = Path.of("/etc/ordeal-disposable");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Path journalFolder = TestFolders.create();
  private final FaultJournal journal;
  private final NetnsNetwork network;
  private final Path folder;
  private final List<String> hostNames = new ArrayList<>();

  /** How the machines of a process are called, without their nodes' names. */
  static String hostNames(long pid) {
    return "ordeal-" + pid + "-";
  }

  /** Why there cannot be one here; empty if there can. */
  static String problem() throws IOException {
    String problem = NetnsNetwork.problem();
    return problem.isEmpty() && !Files.isExecutable(Path.of("/usr/sbin/sshd"))
        ? "needs sshd: scripts/provision installs it"
        : problem;
  }

  SshRig(Path folder, int count) throws Exception {
    this.folder = folder;
    Map<String, Path> folders = new LinkedHashMap<>();
    for (int i = 1; i <= count; i++) {
      folders.put("n" + i, Files.createDirectories(folder.resolve("n" + i)));
    }
    journal = FaultJournal.open(journalFolder.resolve(TestFolders.RIG));
    String id = "rig-" + System.nanoTime();
    TestFolders.note(
        journalFolder.resolve(TestFolders.RIG),
        new UndoScope(id, List.of(), List.of(), "", "embedded"));
    network = NetnsNetwork.create(id, folders, journal);
    sh("ssh-keygen -q -t ed25519 -N '' -f %s/key".formatted(folder));
    sh("ssh-keygen -q -t ed25519 -N '' -f %s/hostkey".formatted(folder));
    Files.createDirectories(Path.of("/run/sshd"));
    StringBuilder known = new StringBuilder();
    String hostKey = Files.readString(folder.resolve("hostkey.pub"));
    for (Host host : network.hosts()) {
      String hostName = hostNames(ProcessHandle.current().pid()) + host.name();
      hostNames.add(hostName);
      Path config = host.folder().resolve("sshd_config");
      // With SHLVL, bash leaves out this machine's own .bashrc, which may do anything, and slowly.
      Files.writeString(
          config,
          """
          Port 22
          ListenAddress %s
          HostKey %s/hostkey
          AuthorizedKeysFile %s/key.pub
          StrictModes no
          UsePAM no
          PidFile none
          PermitRootLogin prohibit-password
          SetEnv SHLVL=1
          """
              .formatted(host.address(), folder, folder));
      host.require(
          ("setsid unshare --uts sh -c 'hostname %s; exec /usr/sbin/sshd -D -e -f %s'"
                  + " >>%s/sshd.log 2>&1 </dev/null &")
              .formatted(hostName, config, host.folder()));
      known.append(host.address()).append(' ').append(hostKey);
      await(host);
    }
    Files.writeString(folder.resolve("known_hosts"), known);
    Files.writeString(
        config(),
        """
        Host *
          User root
          IdentityFile %s/key
          UserKnownHostsFile %s/known_hosts
        """
            .formatted(folder, folder));
  }

  private static void await(Host host) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host.address(), 22), 500);
        return;
      } catch (IOException notYet) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
    throw new IllegalStateException("sshd of " + host.name() + " does not answer");
  }

  private static void sh(String command) throws IOException {
    CommandResult answer = Commands.run(List.of("sh", "-c", command));
    if (!answer.isGood()) {
      throw new IOException(command + ": " + answer.output());
    }
  }

  /** An SSH configuration by which the machines can be reached. */
  Path config() {
    return folder.resolve("ssh_config");
  }

  Path knownHosts() {
    return folder.resolve("known_hosts");
  }

  List<Host> hosts() {
    return network.hosts();
  }

  List<String> addresses() {
    return network.hosts().stream().map(Host::address).toList();
  }

  /** Rules of ours that are on the machines. */
  String rules() throws IOException {
    StringBuilder found = new StringBuilder();
    for (Host host : network.hosts()) {
      for (String table : List.of("nat", "mangle")) {
        host.execute("iptables -w -t " + table + " -S")
            .output()
            .lines()
            .filter(line -> line.contains("ordeal"))
            .forEach(line -> found.append(host.name()).append(": ").append(line).append('\n'));
      }
    }
    return found.toString();
  }

  @Override
  public void close() throws IOException {
    network.close();
    journal.close();
    TestFolders.remove(journalFolder);
    forget(hostNames::contains);
  }

  /** Takes the marks of machines that are gone away. */
  static void forget(Predicate<String> machines) throws IOException {
    if (Files.exists(MARKER)) {
      List<String> others = Files.readAllLines(MARKER).stream().filter(machines.negate()).toList();
      if (others.isEmpty()) {
        Files.delete(MARKER);
      } else {
        Files.write(MARKER, others);
      }
    }
  }
}
