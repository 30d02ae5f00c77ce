package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import java.io.IOException;

/** Where commands for {@code sh} are run, and undone from another process. Thread-safe. */
public interface Place {
  /** How people call it. */
  String name();

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
      String line = command.strip().lines().findFirst().orElse("");
      throw new IOException(
          "%s: '%s' ended with %d: %s"
              .formatted(
                  name(),
                  line.length() > 120 ? line.substring(0, 120) + "…" : line,
                  answer.status(),
                  answer.output().strip()));
    }
    return answer.output();
  }

  /** How another process undoes something there. */
  Undo undo(HostUndo undo);
}
