package dev.ordeal.targets.host;

import dev.ordeal.targets.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A machine, or what looks like one to a node: its own address and its own packet rules.
 *
 * <p>Thread-safe. Commands are run by {@code sh}, with the rights to change packet rules.
 */
public interface Host extends Machine, Place, AutoCloseable {
  /** How much of a log is worth the way. */
  int LOG_BYTES_MAX = 20_000_000;

  /** The address at which the other hosts and the control process find it. */
  String address();

  /** The address at which it finds the control process. */
  String controlAddress();

  /** The node's folder there. */
  Path folder();

  /** Where its processes can be put into control groups. */
  default Place kernel() {
    return this;
  }

  @Override
  default boolean has(Path file) throws IOException {
    return require("[ -e %s ] && echo yes || echo no".formatted(Shell.quoted(file.toString())))
        .strip()
        .equals("yes");
  }

  /** Copies the end of the node's log here. */
  default void collect(Path into) throws IOException {
    String log = Shell.quoted(folder().resolve("node.log").toString());
    Answer text = execute("tail -c %d %s 2>/dev/null".formatted(LOG_BYTES_MAX, log));
    Files.writeString(Files.createDirectories(into).resolve("node.log"), text.output());
  }

  @Override
  void close();
}
