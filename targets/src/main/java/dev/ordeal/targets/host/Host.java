package dev.ordeal.targets.host;

import dev.ordeal.targets.Machine;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A machine, or what looks like one to a node: its own address and its own packet rules.
 *
 * <p>Thread-safe. Commands are run by {@code sh}, with the rights to change packet rules.
 */
public interface Host extends Machine, HostShell, AutoCloseable {
  /** The address at which the other hosts and the control process find it. */
  String address();

  /** The address at which it finds the control process. */
  String controlAddress();

  /** The node's folder there. */
  Path folder();

  /** Where its processes can be put into control groups. */
  default HostShell kernel() {
    return this;
  }

  @Override
  default void unpack(Path archive, Path into) throws IOException {
    Path copy = into.resolveSibling(into.getFileName() + ".tar");
    copy(archive, copy);
    try {
      new Unpacking(copy, into).at(this, archive);
    } finally {
      execute("rm " + Shell.quoted(copy.toString()));
    }
  }

  @Override
  default boolean has(Path file) throws IOException {
    return require("[ -e %s ] && echo yes || echo no".formatted(Shell.quoted(file.toString())))
        .strip()
        .equals("yes");
  }

  /** Whether its files are this machine's. */
  default boolean isHere() {
    return false;
  }

  @Override
  void close();
}
