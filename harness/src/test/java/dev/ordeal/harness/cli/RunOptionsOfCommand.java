package dev.ordeal.harness.cli;

import picocli.CommandLine.Model.CommandSpec;

/** The options of {@code ordeal run}, for tests of other packages. */
public final class RunOptionsOfCommand {
  private RunOptionsOfCommand() {}

  public static CommandSpec spec() {
    return RecordedDefaults.command();
  }
}
