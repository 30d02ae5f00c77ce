package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Program;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where commands for {@code sh} are run, and undone from another process. Thread-safe. */
public interface HostShell {
  /** How people call it. */
  String name();

  /**
   * Runs a command and waits for its end. A command is never run twice: if the connection is lost
   * meanwhile, whether it ran is unknown, and that is an error.
   *
   * @throws IOException if it could not be run or its end is not known
   */
  CommandResult execute(String command) throws IOException;

  /** Runs a command that has to end well. */
  default String require(String command) throws IOException {
    CommandResult answer = execute(command);
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

  /**
   * Sees to it that programs are there.
   *
   * @throws TargetException if one is not, and nobody may install it; the message says which
   */
  default void provide(List<Program> programs) throws IOException, TargetException {
    for (Program program : missing(programs)) {
      throw new TargetException(
          "%s lacks %s: %s".formatted(name(), program.command(), program.remedy()));
    }
  }

  /** Those that are not there. */
  default List<Program> missing(List<Program> programs) throws IOException {
    List<Program> missing = new ArrayList<>();
    for (Program program : programs) {
      if (!execute("command -v " + Shell.quoted(program.command())).isGood()) {
        missing.add(program);
      }
    }
    return missing;
  }

  /** How another process undoes something there. */
  Undo undo(HostUndo undo);
}
