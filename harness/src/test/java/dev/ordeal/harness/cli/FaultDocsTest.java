package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.results.nodes.Consequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/faults.md} is that of the registry. */
class FaultDocsTest {
  private static String row(FaultType type) {
    String name =
        Stream.concat(Stream.of(type.name()), type.aliases().stream())
            .map(each -> "`" + each + "`")
            .collect(Collectors.joining(", also "));
    return "| %s%s | %s | %s | %s | %s | %s |\n"
        .formatted(
            name,
            type.isDefault() ? " *default*" : "",
            type.description(),
            type.needs().stream()
                .map(Class::getSimpleName)
                .sorted()
                .collect(Collectors.joining(", ")),
            String.format(Locale.ROOT, "%.1f", type.weight()).replace(".0", ""),
            type.shapes().stream().distinct().collect(Collectors.joining(", ")),
            type.consequences().stream()
                .sorted()
                .map(Consequence::wireName)
                .collect(Collectors.joining(", ")));
  }

  @Test
  void theTableOfFaultsIsThatOfTheRegistry() throws IOException {
    List<FaultType> types = FaultTypes.all();
    String table =
        "| fault | what it does | needs | weight | shapes | may |\n|---|---|---|---|---|---|\n"
            + types.stream().map(FaultDocsTest::row).collect(Collectors.joining());
    GeneratedTable.assertThatPageHas("faults.md", table, FaultDocsTest.class);
  }

  /** A class that is not listed is never found. */
  @Test
  void everyFaultTypeIsListed() throws IOException {
    Path sources = Path.of("../nemesis/src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      List<String> written =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(FaultDocsTest::isFaultType)
              .map(file -> sources.relativize(file).toString().replace('/', '.'))
              .map(name -> name.substring(0, name.length() - ".java".length()))
              .toList();
      assertThat(FaultTypes.all())
          .extracting(type -> type.getClass().getName())
          .containsExactlyInAnyOrderElementsOf(written);
    }
  }

  private static boolean isFaultType(Path file) {
    try {
      String text = Files.readString(file);
      return text.contains("public final class ") && text.contains("implements FaultType {");
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
