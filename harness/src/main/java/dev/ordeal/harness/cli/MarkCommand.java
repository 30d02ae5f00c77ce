package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.targets.SshAddress;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ssh.SshMachines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal mark}. */
@Command(
    name = "mark",
    description =
        "Marks machines as disposable: without it, --environment ssh refuses to break them.")
final class MarkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "[USER@]HOST[:PORT]", arity = "1..*", description = "the machines")
  private List<String> machines;

  @Option(names = "--ssh-config", description = "an OpenSSH configuration (default: ~/.ssh/config)")
  private Path sshConfig;

  @Override
  public Integer call() throws TargetException {
    PrintWriter out = spec.commandLine().getOut();
    for (String machine : machines) {
      SshAddress address;
      try {
        address = SshAddress.parse(machine);
      } catch (IllegalArgumentException wrong) {
        throw new UsageException(wrong.getMessage());
      }
      try {
        String name = SshMachines.mark(address, sshConfig);
        out.println("%s (%s) may be broken now".formatted(machine, name));
      } catch (IOException unreachable) {
        throw new TargetException(unreachable.getMessage(), unreachable);
      }
    }
    out.flush();
    return ExitCodes.OK;
  }
}
