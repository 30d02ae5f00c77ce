package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import java.util.ArrayList;
import java.util.List;

/**
 * Executes several commands in one process, so that the launcher can let the JVM record what they
 * load and which methods are hot. Exit codes are not looked at: a command that fails only leaves
 * less to be recorded.
 */
final class Rehearsal {
  private static final String BETWEEN = "--then";

  private Rehearsal() {}

  /**
   * Executes.
   *
   * @param arguments commands with their arguments, with {@value #BETWEEN} between commands
   */
  public static void main(String[] arguments) {
    List<String> command = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals(BETWEEN)) {
        execute(command);
        command.clear();
      } else {
        command.add(argument);
      }
    }
    execute(command);
    System.exit(ExitCodes.OK);
  }

  private static void execute(List<String> command) {
    Main.commandLine(command.getFirst()).execute(command.toArray(String[]::new));
  }
}
