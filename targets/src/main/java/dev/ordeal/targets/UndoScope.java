package dev.ordeal.targets;

import dev.ordeal.results.run.OpenRun;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.docker.DockerNetwork;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.Hosts;
import dev.ordeal.targets.host.LocalPlace;
import dev.ordeal.targets.host.Marked;
import dev.ordeal.targets.netns.NetnsNetwork;
import dev.ordeal.targets.ssh.SshMachines;
import dev.ordeal.targets.toxiproxy.ExternalToxiproxy;
import java.util.List;
import java.util.Set;

/**
 * What the journal of one run may undo: only what bears the run's id, in the run's own folders, on
 * machines and at proxy servers that the user's own options name. A journal is a file, and a file
 * can come from anywhere.
 *
 * @param runId the run's id
 * @param folders absolute paths of the run folder on this machine: where it was, where it is now
 * @param machines those that {@code --ssh} named
 * @param sshConfig what {@code --ssh-config} named; empty if nothing
 * @param toxiproxy the value of {@code --toxiproxy}
 */
public record UndoScope(
    String runId, List<String> folders, List<String> machines, String sshConfig, String toxiproxy) {
  private static final int SHOWN_MAX = 60;

  private static final String CONTAINER_FOLDERS = "/var/lib/ordeal/";

  public UndoScope {
    folders = List.copyOf(folders);
    machines = List.copyOf(machines);
  }

  /** What a listed run may undo. */
  public static UndoScope of(OpenRun run) {
    return new UndoScope(
        run.id(), List.of(run.folder()), run.ssh(), run.sshConfig(), run.toxiproxy());
  }

  /** Whether links go through a proxy server that ends with the control process. */
  boolean isProxyEmbedded() {
    return toxiproxy.isEmpty() || toxiproxy.equals("embedded");
  }

  /** Whether the proxy server is not one that the run started. */
  boolean isProxyForeign() {
    return toxiproxy.startsWith("http");
  }

  /**
   * Checks an entry before anything is done for it.
   *
   * @throws IllegalArgumentException if it concerns anything but this run; the message names it
   */
  public void require(Undo undo) {
    requireAction(undo);
    undo.arguments().forEach((name, value) -> requireOwn(undo, name, value));
    if (undo.kind().equals("delete-proxy")) {
      requireProxy(undo);
    }
  }

  /** This machine's clock, and rules of its own network, are never of a run. */
  private void requireAction(Undo undo) {
    Set<HostUndo.Reach> allowed =
        switch (undo.kind()) {
          case LocalPlace.UNDO -> Set.of(HostUndo.Reach.NODE);
          case NetnsNetwork.UNDO_INSIDE, DockerNetwork.UNDO_INSIDE ->
              Set.of(HostUndo.Reach.NODE, HostUndo.Reach.NETWORK);
          case SshMachines.UNDO -> Set.of(HostUndo.Reach.values());
          default -> Set.of();
        };
    if (!allowed.isEmpty() && !allowed.contains(HostUndo.of(undo.arguments()).reach())) {
      refuse(undo, "action", undo.argument("action"));
    }
  }

  private void requireOwn(Undo undo, String name, String value) {
    String tag = Hosts.tag(runId);
    boolean isOwn =
        switch (name) {
          case "variable" -> value.equals(Marked.VARIABLE);
          case "value" -> value.startsWith(runId + "/");
          case "run" -> value.equals(runId);
          case "tag" -> value.equals(tag);
          case "namespace", "group" -> value.startsWith("ordeal-" + tag + "-");
          case "machine" -> machines.contains(value);
          case "config" -> value.equals(sshConfig);
          case "file", "folder" -> isOwnPath(undo.kind(), value);
          default -> true;
        };
    if (!isOwn) {
      refuse(undo, name, value);
    }
  }

  private boolean isOwnPath(String kind, String path) {
    if (("/" + path + "/").contains("/../")) {
      return false;
    }
    return switch (kind) {
      case SshMachines.UNDO -> path.startsWith(HostUndo.FOLDERS + runId + "/");
      case DockerNetwork.UNDO_INSIDE -> path.startsWith(CONTAINER_FOLDERS);
      default ->
          path.contains("/" + runId + "/nodes/")
              || folders.stream().anyMatch(folder -> path.startsWith(folder + "/"));
    };
  }

  private void requireProxy(Undo undo) {
    if (!undo.argument("name").startsWith("ordeal-" + runId + "-")) {
      refuse(undo, "name", undo.argument("name"));
    }
    String host = undo.argument("host");
    String server = host + ":" + undo.argument("port");
    boolean isOwn = host.equals("127.0.0.1");
    if (isProxyForeign()) {
      ExternalToxiproxy named = ExternalToxiproxy.at(toxiproxy);
      isOwn = server.equals(named.host() + ":" + named.port());
    }
    if (!isOwn) {
      refuse(undo, "server", server);
    }
  }

  private void refuse(Undo undo, String name, String value) {
    String option =
        switch (name) {
          case "machine" -> "; if it is of the run, name it with --ssh";
          case "config" -> "; if it is of the run, name it with --ssh-config";
          case "server" -> "; if it is of the run, name it with --toxiproxy";
          default -> "; look who wrote its faults.jsonl";
        };
    String shown = value.length() > SHOWN_MAX ? value.substring(0, SHOWN_MAX) + "…" : value;
    throw new IllegalArgumentException(
        "refused: '%s' of %s '%s' is not of run %s%s"
            .formatted(undo.kind(), name, shown, runId, option));
  }
}
