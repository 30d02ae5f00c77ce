package dev.ordeal.harness.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the command line. */
class OrdealProcessTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private Path out() {
    return folder.resolve("out.txt");
  }

  private OrdealProcess started(String... words) throws IOException {
    return OrdealProcess.start(List.of(words), out(), out());
  }

  @Test
  void beginsOnceItsNumberIsKnown() throws Exception {
    OrdealProcess process = started("--version");
    try {
      assertThat(process.id().isAlive()).isTrue();
      // Longer than a JVM would take to print it.
      assertThat(process.hasEnded(Duration.ofSeconds(1))).isFalse();
      assertThat(out()).isEmptyFile();
      process.begin();
      assertThat(process.await(PATIENCE)).isTrue();
      assertThat(process.exitCode()).isZero();
      assertThat(out()).content().startsWith("ordeal ");
    } finally {
      process.end();
    }
  }

  @Test
  void doesNothingIfItsParentDiesBefore() throws Exception {
    OrdealProcess process = started("--version");
    try {
      // As the end of this process would.
      process.process.getOutputStream().close();
      assertThat(process.await(PATIENCE)).isTrue();
      assertThat(process.exitCode()).isEqualTo(130);
      assertThat(out()).isEmptyFile();
    } finally {
      process.end();
    }
  }

  @Test
  void endsWhereItIsEnded() throws Exception {
    OrdealProcess process = started("--version");
    assertThat(process.await(Duration.ofMillis(1))).isFalse();
    assertThat(process.exitCode()).isGreaterThan(128);
    process.begin();
    assertThat(out()).isEmptyFile();
  }

  @Test
  void aWordIsNoFileOfWords() throws Exception {
    OrdealProcess process = started("run", "@brittle");
    try {
      process.begin();
      assertThat(process.await(PATIENCE)).isTrue();
      assertThat(process.exitCode()).isEqualTo(64);
      assertThat(out()).content().contains("'@brittle'");
    } finally {
      process.end();
    }
  }
}
