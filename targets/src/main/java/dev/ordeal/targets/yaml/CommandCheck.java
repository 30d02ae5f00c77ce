package dev.ordeal.targets.yaml;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import dev.ordeal.targets.yaml.document.Template;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Whether a command on this machine ends with 0. */
record CommandCheck(List<Template> words) implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int SHOWN_MAX = 80;

  @Override
  public String problem(Address client, Started started, Map<String, String> values) {
    List<String> command = Template.render(words, values);
    try {
      CommandResult answer = Commands.run(command, PATIENCE);
      if (answer.isGood()) {
        return "";
      }
      String last = answer.output().strip().lines().reduce("", (before, line) -> line);
      return "command %s: exit status %d%s"
          .formatted(
              command.getFirst(),
              answer.status(),
              last.isEmpty() ? "" : ": " + last.substring(0, Math.min(SHOWN_MAX, last.length())));
    } catch (IOException failed) {
      return "command " + command.getFirst() + ": " + failed.getMessage();
    }
  }
}
