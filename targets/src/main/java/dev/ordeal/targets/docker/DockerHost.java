package dev.ordeal.targets.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.host.Host;
import dev.ordeal.targets.host.HostShell;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.LocalMachine;
import dev.ordeal.targets.host.LocalShell;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A container that waits for commands; a Java and this program are mounted from this machine. */
final class DockerHost implements Host {
  private final DockerClient client;
  private final LocalMachine machine = new LocalMachine();
  private final String name;
  private final String container;
  private final String address;
  private final String controlAddress;
  private final Path folder;

  DockerHost(
      DockerClient client, String name, String container, String address, String controlAddress) {
    this.client = client;
    this.name = name;
    this.container = container;
    this.address = address;
    this.controlAddress = controlAddress;
    this.folder = Path.of("/var/lib/ordeal", name);
  }

  /** What a container has to see of this machine to run {@link #java()} with the class path. */
  static List<Bind> mounts() throws IOException {
    LocalMachine machine = new LocalMachine();
    List<Path> paths = new ArrayList<>();
    paths.add(Path.of(machine.java()).getParent().getParent());
    for (String entry : machine.classPath().split(java.io.File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      paths.add(Files.isDirectory(path) ? path : path.getParent());
    }
    List<Bind> mounts = new ArrayList<>();
    for (Path path : paths.stream().distinct().filter(Files::exists).toList()) {
      mounts.add(Bind.parse(path + ":" + path + ":ro"));
    }
    return mounts;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public String controlAddress() {
    return controlAddress;
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public CommandResult execute(String command) throws IOException {
    return Engine.execute(client, container, command);
  }

  @Override
  public Undo undo(HostUndo undo) {
    return new Undo(DockerNetwork.UNDO_INSIDE, undo.at(Map.of("container", container)));
  }

  /** The engine is on this machine, and processes in a container cannot change its groups. */
  @Override
  public HostShell kernel() {
    return new LocalShell(name);
  }

  /** For configurations: small enough for a command line. */
  @Override
  public void write(Path file, String text) throws IOException {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    String path = Shell.quoted(file.toString());
    String part = path + ".part";
    require(
        ("[ -e %s ] && [ \"$(base64 %s 2>/dev/null | tr -d '\\n')\" = '%s' ]"
                + " || { mkdir -p \"$(dirname %s)\" && echo %s | base64 -d > %s && mv %s %s; }"
                + " || { rm -f %s; false; }")
            .formatted(path, path, encoded, path, encoded, part, part, path, part));
  }

  @Override
  public void copy(Path file, Path there) throws IOException {
    String name = Shell.quoted(there.toString());
    // The engine copies a file into a folder, under the name that it has here.
    String folder = there + ".new";
    require("mkdir -p " + Shell.quoted(folder));
    try {
      client
          .copyArchiveToContainerCmd(container)
          .withHostResource(file.toAbsolutePath().toString())
          .withRemotePath(folder)
          .exec();
    } catch (RuntimeException failed) {
      throw Engine.refused(failed);
    }
    Path copied = Path.of(folder).resolve(file.getFileName());
    require(
        "mv -T %s %s && rmdir %s"
            .formatted(Shell.quoted(copied.toString()), name, Shell.quoted(folder)));
  }

  @Override
  public String java() {
    return machine.java();
  }

  @Override
  public String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : machine.classPath().split(java.io.File.pathSeparator)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(":", entries);
  }

  /** The container goes with its network. */
  @Override
  public void close() {}
}
