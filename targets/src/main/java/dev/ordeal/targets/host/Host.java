package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A machine, or what looks like one to a node: its own address and its own packet rules.
 *
 * <p>Thread-safe. Commands are run by {@code sh}, with the rights to change packet rules.
 */
public interface Host extends Machine, AutoCloseable {
  /** How much of a log is worth the way. */
  int LOG_BYTES_MAX = 20_000_000;

  /** The node's name. */
  String name();

  /** The address at which the other hosts and the control process find it. */
  String address();

  /** The address at which it finds the control process. */
  String controlAddress();

  /** The node's folder there. */
  Path folder();

  /**
   * Runs a command and waits for its end. A command is never run twice: if the connection is lost
   * meanwhile, nobody knows whether it ran, and that is an error.
   *
   * @throws IOException if it could not be run or its end is not known
   */
  Answer execute(String command) throws IOException;

  /** Runs a command that has to end well. */
  default String require(String command) throws IOException {
    Answer answer = execute(command);
    if (!answer.isGood()) {
      throw new IOException(
          "%s: '%s' ended with %d: %s"
              .formatted(name(), shortened(command), answer.status(), answer.output().strip()));
    }
    return answer.output();
  }

  private static String shortened(String command) {
    String line = command.strip().lines().findFirst().orElse("");
    return line.length() > 120 ? line.substring(0, 120) + "…" : line;
  }

  /** How another process undoes something there. */
  Undo undo(HostUndo undo);

  /** Copies the end of the node's log here. */
  default void collect(Path into) throws IOException {
    String log = Shell.quoted(folder().resolve("node.log").toString());
    Answer text = execute("tail -c %d %s 2>/dev/null".formatted(LOG_BYTES_MAX, log));
    Files.writeString(Files.createDirectories(into).resolve("node.log"), text.output());
  }

  @Override
  void close();
}
