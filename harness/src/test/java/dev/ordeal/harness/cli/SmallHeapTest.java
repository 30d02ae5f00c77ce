package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, whose heap is small. */
class SmallHeapTest {
  private static final int CALLS_TOO_MANY = 600_000;

  @TempDir private Path folder;

  @Test
  void aHistoryThatDoesNotFitIsToldAndTheOthersAreJudged() throws Exception {
    Path large = history("large.jsonl", CALLS_TOO_MANY);
    Path small = history("small.jsonl", 10);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "check",
                large.toString(),
                small.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(err))
        .contains(large + " does not fit into a heap of 40 MiB", "ORDEAL_JAVA_OPTS=-Xmx1g")
        .doesNotContain("\tat ");
    assertThat(Files.readString(out)).contains(small + ": VALID").doesNotContain(large.toString());
    assertThat(process.exitValue()).isEqualTo(2);
  }

  private Path history(String name, int calls) throws IOException {
    Path file = folder.resolve(name);
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < calls; i++) {
        for (String type : new String[] {"invoke", "ok"}) {
          writer.write("{\"p\":0,\"type\":\"%s\",\"f\":\"write\",\"v\":%d}\n".formatted(type, i));
        }
      }
      // Without a read nothing would be tested.
      writer.write("{\"p\":0,\"type\":\"invoke\",\"f\":\"read\",\"v\":null}\n");
      writer.write("{\"p\":0,\"type\":\"ok\",\"f\":\"read\",\"v\":%d}\n".formatted(calls - 1));
    }
    return file;
  }
}
