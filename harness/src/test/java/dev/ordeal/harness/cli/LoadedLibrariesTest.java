package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries that a command does not need cost it no time: none of their classes is loaded. */
class LoadedLibrariesTest {
  private static final String TINY =
      """
      {"i":0,"t":1,"p":0,"type":"invoke","f":"read","k":1}
      {"i":1,"t":2,"p":0,"type":"ok","f":"read","k":1,"v":null}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--version", "list targets", "check %s"})
  void whatFetchesAndUnpacksIsLoadedLate(String arguments) throws Exception {
    Path history = Files.writeString(folder.resolve("tiny.jsonl"), TINY);
    assertThat(loaded(arguments.formatted(history)))
        .contains("dev.ordeal.harness.cli.Main")
        .doesNotContain("org.eclipse.aether.", "eu.maveniverse.", "org.apache.maven.")
        .doesNotContain("org.tukaani.xz.");
  }

  private String loaded(String arguments) throws IOException, InterruptedException {
    Path log = folder.resolve("loaded");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return Files.readString(log);
  }
}
