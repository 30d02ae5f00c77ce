package dev.ordeal.targets;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.docker.DockerNetwork;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.LocalPlace;
import dev.ordeal.targets.netns.NetnsNetwork;
import dev.ordeal.targets.ssh.SshMachines;
import dev.ordeal.targets.ssh.SshUndoing;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Carries out what a fault journal says, from any process, and does no harm where there is nothing
 * left to undo. An entry that the scope does not cover is refused. What cannot be reached counts as
 * still there.
 */
public final class Undoing implements AutoCloseable {
  private final UndoScope scope;
  private final SshUndoing machines;

  /**
   * @param scope what the run's own id and the user's own options cover
   */
  public Undoing(UndoScope scope) {
    this.scope = scope;
    this.machines = new SshUndoing(scope.sshConfig());
  }

  /** Connects to the machines that some entries concern, all at a time; optional. */
  public void prepare(Collection<Undo> undos) throws IOException {
    TreeSet<String> needed = new TreeSet<>();
    for (Undo undo : undos) {
      String machine = undo.arguments().getOrDefault("machine", "");
      if (undo.kind().equals(SshMachines.UNDO) && scope.machines().contains(machine)) {
        needed.add(machine);
      }
    }
    machines.connect(needed);
  }

  /**
   * Undoes one entry.
   *
   * @return what was found and done, for people
   * @throws IOException if it could not be undone
   * @throws IllegalArgumentException if the scope does not cover it, or it is damaged
   */
  public String undo(Undo undo) throws IOException {
    scope.require(undo);
    return switch (undo.kind()) {
      case "nothing" -> "nothing to do";
      case "kill-marked" -> LocalPlace.undone(new HostUndo.Kill(scope.runId(), marked(undo)));
      case "continue-marked" -> LocalPlace.undone(new HostUndo.Resume(scope.runId(), marked(undo)));
      case "delete-proxy" -> deleteProxy(undo);
      case "delete-network" -> NetnsNetwork.delete(undo.argument("tag"));
      case SshMachines.UNDO -> machines.undo(undo);
      case "docker-remove" -> DockerNetwork.remove(undo);
      case DockerNetwork.UNDO_INSIDE -> DockerNetwork.undo(undo, scope.runId());
      case NetnsNetwork.UNDO_INSIDE -> NetnsNetwork.undo(undo);
      case LocalPlace.UNDO -> LocalPlace.undone(HostUndo.of(undo.arguments()));
      case "write-file" -> writeFile(undo);
      default ->
          throw new IOException(
              "the journal asks for '" + undo.kind() + "', which this version does not know");
    };
  }

  /** The scope has checked the variable, and that the value begins with the run's id. */
  private String marked(Undo undo) {
    undo.argument("variable");
    return undo.argument("value").substring(scope.runId().length() + 1);
  }

  private static String writeFile(Undo undo) throws IOException {
    Path file = Path.of(undo.argument("file"));
    // A journal may come from anywhere: nothing but the offset of a clock is written.
    if (!undo.argument("text").matches("[+-]?[0-9]+([.][0-9]+)?\\n?")
        || !file.getFileName().toString().startsWith("clock-offset")) {
      throw new IOException(file + " is not the offset of a clock; it is left as it is");
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return file + " is gone";
    }
    if (!file.getParent().toRealPath().equals(file.getParent())
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " leads out of the run folder; it is left as it is");
    }
    Path fresh = file.resolveSibling("." + file.getFileName() + ".healed");
    Files.deleteIfExists(fresh);
    Files.writeString(fresh, undo.argument("text"), StandardOpenOption.CREATE_NEW);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return file + " restored";
  }

  private String deleteProxy(Undo undo) throws IOException {
    if (scope.isProxyEmbedded()) {
      // Its port may be another program's by now.
      return "it ends with the control process";
    }
    String server = undo.argument("host") + ":" + undo.argument("port");
    ToxiproxyClient client =
        new ToxiproxyClient(undo.argument("host"), Integer.parseInt(undo.argument("port")));
    try {
      for (Proxy proxy : client.getProxies()) {
        if (proxy.getName().equals(undo.argument("name"))) {
          proxy.delete();
          return "proxy " + proxy.getName() + " deleted";
        }
      }
      return "no such proxy left";
    } catch (ConnectException refused) {
      if (scope.isProxyForeign()) {
        throw new IOException(
            "no Toxiproxy answers at %s (%s)".formatted(server, refused.getMessage()), refused);
      }
      return "the proxy server at " + server + " is gone with its proxies";
    }
  }

  @Override
  public void close() {
    machines.close();
  }
}
