package dev.ordeal.targets.netns;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.host.Host;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.LocalMachine;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A network namespace; files and processes are this machine's. */
final class NetnsHost implements Host {
  private final LocalMachine machine = new LocalMachine();
  private final String name;
  private final String namespace;
  private final String address;
  private final String controlAddress;
  private final Path folder;

  NetnsHost(String name, String namespace, String address, String controlAddress, Path folder) {
    this.name = name;
    this.namespace = namespace;
    this.address = address;
    this.controlAddress = controlAddress;
    this.folder = folder;
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
    return execute(namespace, command);
  }

  static CommandResult execute(String namespace, String command) throws IOException {
    // Not "ip netns exec": what is mounted there would be seen by that one command only.
    String file = "/run/netns/" + namespace;
    return Commands.run(List.of("nsenter", "--net=" + file, "sh", "-c", command));
  }

  @Override
  public Undo undo(HostUndo undo) {
    return new Undo(NetnsNetwork.UNDO_INSIDE, undo.at(Map.of("namespace", namespace)));
  }

  @Override
  public void write(Path file, String text) throws IOException {
    machine.write(file, text);
  }

  @Override
  public void copy(Path file, Path there) throws IOException {
    machine.copy(file, there);
  }

  @Override
  public void unpack(Path archive, Path into) throws IOException {
    machine.unpack(archive, into);
  }

  @Override
  public String java() {
    return machine.java();
  }

  @Override
  public String classPath() {
    return machine.classPath();
  }

  @Override
  public boolean isHere() {
    return true;
  }

  /** The namespace goes with its network. */
  @Override
  public void close() {}
}
