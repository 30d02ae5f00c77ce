package dev.ordeal.targets;

import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.docker.DockerNetwork;
import dev.ordeal.targets.host.Answer;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.LocalPlace;
import dev.ordeal.targets.netns.NetnsNetwork;
import dev.ordeal.targets.ssh.SshMachines;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Carries out what a fault journal says, from any process, and does no harm where there is nothing
 * left to undo.
 */
public final class Undoing {
  private Undoing() {}

  /**
   * Undoes one entry.
   *
   * @return what was found and done, for people
   * @throws IOException if it could not be undone
   */
  public static String undo(Undo undo) throws IOException {
    return switch (undo.kind()) {
      case "nothing" -> "nothing to do";
      case "kill-marked" -> signalMarked(undo, "KILL", "ended");
      case "continue-marked" -> signalMarked(undo, "CONT", "set going");
      case "delete-proxy" -> deleteProxy(undo);
      case "delete-network" -> NetnsNetwork.delete(undo.argument("tag"));
      case "ssh-execute" -> SshMachines.undo(undo);
      case "docker-remove" -> DockerNetwork.remove(undo);
      case "docker-execute" -> DockerNetwork.undo(undo);
      case "netns-execute" -> NetnsNetwork.undo(undo);
      case LocalPlace.UNDO -> {
        Answer answer = new LocalPlace("here").execute(HostUndo.of(undo.arguments()).command());
        if (!answer.isGood()) {
          throw new IOException(answer.output().strip());
        }
        yield "done";
      }
      case "write-file" -> {
        Path file = Path.of(undo.argument("file"));
        // A journal may come from anywhere: nothing but the offset of a clock is written.
        if (!undo.argument("text").matches("[+-]?[0-9]+([.][0-9]+)?\\n?")
            || !file.getFileName().toString().startsWith("clock-offset")) {
          throw new IOException(file + " is not the offset of a clock; it is left as it is");
        }
        if (!Files.exists(file)) {
          yield file + " is gone";
        }
        RunFolder.writeAtomically(file, undo.argument("text"));
        yield file + " restored";
      }
      default ->
          throw new IOException(
              "the journal asks for '" + undo.kind() + "', which this version does not know");
    };
  }

  private static String signalMarked(Undo undo, String signal, String done) throws IOException {
    List<Long> found = marked(undo.argument("variable") + "=" + undo.argument("value"));
    for (long pid : found) {
      if (signal.equals("KILL")) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      } else {
        try {
          new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", interrupted);
        }
      }
    }
    return found.isEmpty() ? "no process left" : done + " processes " + found;
  }

  /** The processes whose environment holds an assignment; only Linux tells. */
  private static List<Long> marked(String assignment) throws IOException {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.toList()) {
        String name = process.getFileName().toString();
        if (name.chars().allMatch(Character::isDigit) && hasInEnvironment(process, assignment)) {
          found.add(Long.parseLong(name));
        }
      }
    }
    return found;
  }

  private static boolean hasInEnvironment(Path process, String assignment) {
    try {
      byte[] environment = Files.readAllBytes(process.resolve("environ"));
      for (String each : new String(environment, StandardCharsets.UTF_8).split("\0")) {
        if (each.equals(assignment)) {
          return true;
        }
      }
      return false;
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  private static String deleteProxy(Undo undo) throws IOException {
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
    } catch (ConnectException gone) {
      return "the proxy server at " + server + " is gone with its proxies";
    }
  }
}
