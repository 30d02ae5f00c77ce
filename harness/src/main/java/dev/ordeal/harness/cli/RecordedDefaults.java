package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.replay.RunWords;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives a command the options of {@code ordeal run} without defaults: what was recorded is used
 * instead.
 */
final class RecordedDefaults implements IModelTransformer {

  /** A command that has the options of {@code ordeal run} which say what is run, and no others. */
  static CommandSpec command() {
    return CommandSpec.forAnnotatedObject(new RunSettings());
  }

  private static List<OptionSpec> options() {
    return command().options();
  }

  /** The options of {@code ordeal run} that say what is run, by their long names. */
  static Set<String> names() {
    return options().stream().map(RunWords::name).collect(Collectors.toSet());
  }

  @Override
  public CommandSpec transform(CommandSpec command) {
    for (OptionSpec option : options()) {
      command.addOption(
          OptionSpec.builder(option)
              .defaultValue(null)
              .description(withoutDefaults(option.description()))
              .build());
    }
    return command;
  }

  private static String[] withoutDefaults(String[] description) {
    List<String> lines =
        Stream.of(description)
            .map(line -> line.replaceAll(" \\(default: .*\\)", "").replace("%", "%%"))
            .toList();
    return lines.toArray(String[]::new);
  }
}
