package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import java.io.IOException;
import java.util.List;

/**
 * This machine.
 *
 * @param name of the node that is meant, for messages
 */
public record LocalShell(String name) implements HostShell {
  /** The kind of undoing: something on this machine. */
  public static final String UNDO = "local-execute";

  @Override
  public CommandResult execute(String command) throws IOException {
    return Commands.run(List.of("sh", "-c", command));
  }

  @Override
  public Undo undo(HostUndo undo) {
    return new Undo(UNDO, undo.arguments());
  }

  /**
   * Undoes something on this machine.
   *
   * @return what was done, for people
   * @throws IOException if it could not be undone
   */
  public static String undone(HostUndo undo) throws IOException {
    CommandResult answer = new LocalShell("here").execute(undo.command());
    if (!answer.isGood()) {
      throw new IOException(answer.failure());
    }
    return "done";
  }
}
