package dev.ordeal.harness.cli.option;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.registry.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The names of consistency levels on the command line. */
public final class LevelNames {
  private LevelNames() {}

  /** That there is no level of a name, and what was probably meant. */
  public static String unknown(String name) {
    List<String> known =
        Arrays.stream(ConsistencyModel.values())
            .flatMap(level -> Stream.concat(Stream.of(level.levelName()), level.aliases().stream()))
            .toList();
    return "Unknown consistency '%s'. %sTry: ordeal list levels"
        .formatted(
            name, NearestName.of(name, known).map("Did you mean %s? "::formatted).orElse(""));
  }
}
