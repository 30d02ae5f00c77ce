package dev.ordeal.harness.cli.option;

import dev.ordeal.results.registry.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with arguments, without the names of Java. */
public final class WrongArguments {
  private WrongArguments() {}

  /** Picocli's message without the names of Java's types, and without doubled words. */
  public static String text(ParameterException problem) {
    return problem
        .getMessage()
        .replace("option option ", "option ")
        .replaceAll(" \\(<[A-Za-z]+=[A-Za-z]+>\\)", "")
        .replaceAll("should be in KEY=VALUE format but was ", "must be NAME=VALUE, not ")
        .replaceAll("is not an? (long|int|short|byte)\\b", "is not a whole number")
        .replaceAll("is not an? (double|float)\\b", "is not a number");
  }

  /** The command or option that was most likely meant. */
  public static Optional<String> suggestion(ParameterException problem) {
    if (!(problem instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return Optional.empty();
    }
    String typed = unmatched.getUnmatched().getFirst();
    CommandLine line = problem.getCommandLine();
    Collection<String> known =
        typed.startsWith("-")
            ? line.getCommandSpec().options().stream()
                .flatMap(option -> List.of(option.names()).stream())
                .toList()
            : line.getSubcommands().keySet();
    return NearestName.of(typed, known);
  }
}
