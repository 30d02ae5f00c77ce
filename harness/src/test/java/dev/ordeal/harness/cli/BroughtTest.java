package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.registry.Extensions;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A user's own database, workload and environment, from a source file outside the repository. */
@Isolated("extensions are those of the process")
class BroughtTest {
  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();
  private String source;

  @BeforeEach
  void copy() throws IOException {
    Path file = folder.resolve("MyStore.java");
    try (InputStream text = BroughtTest.class.getResourceAsStream("/brought/MyStore.java")) {
      Files.copy(text, file);
    }
    source = file.toString();
  }

  @AfterEach
  void forget() {
    Extensions.use(List.of());
  }

  @Test
  void whatASourceFileHoldsIsRunCheckedAndReported() throws IOException {
    String runs = folder.resolve("runs").toString();
    assertThat(
            ordeal.run(
                "run",
                source,
                "-w",
                "cart",
                "--environment",
                "elsewhere",
                "--set",
                "color=blue",
                "--faults",
                "none",
                "--nodes",
                "3",
                "--time-limit",
                "3s",
                "--out",
                runs))
        .as(ordeal.said())
        .isZero();
    assertThat(ordeal.out()).contains("VALID", "reproduce", source, "-w cart", "elsewhere");
    Path run = folder.resolve("runs/latest").toRealPath();
    assertThat(RunFolder.open(run).info().workload()).isEqualTo("cart");
    assertThat(ordeal.run("check", run.toString(), "--path", source)).as(ordeal.said()).isZero();
    assertThat(ordeal.run("report", run.toString(), "--path", source)).as(ordeal.said()).isZero();
    assertThat(ordeal.run("report", run.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("workload cart is not known here", "--path says where");
    assertThat(ordeal.run("check", run.toString())).isNotZero();
    assertThat(ordeal.said()).contains("cart", "--path");
  }

  @Test
  void whatASourceFileHoldsIsListed() {
    assertThat(ordeal.run("list", "targets", "--path", source)).isZero();
    assertThat(ordeal.out()).contains("my-store", "a store of mine", "color=red|blue");
    assertThat(ordeal.run("list", "workloads", "--path", source)).isZero();
    assertThat(ordeal.out()).contains("cart");
    assertThat(ordeal.run("list", "environments", "--path", source)).isZero();
    assertThat(ordeal.out()).contains("elsewhere");
    assertThat(ordeal.run("list", "environments")).isZero();
    assertThat(ordeal.out()).doesNotContain("elsewhere");
  }

  @Test
  void whatIsWrongWithASourceFileIsTold() throws IOException {
    assertThat(ordeal.run("run", source, "--set", "color=green", "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("color must be red or blue");
    assertThat(ordeal.run("run", folder + "/None.java", "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("there is no", "None.java");
    Path bad = folder.resolve("Bad.java");
    Files.writeString(bad, "public class Bad {\n  int x = ;\n}\n");
    assertThat(ordeal.run("run", bad.toString(), "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("Bad.java, line 2");
    Files.writeString(bad, "public class Bad {}\n");
    assertThat(ordeal.run("run", bad.toString(), "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("no public class that implements Database");
    assertThat(ordeal.run("run", "my-stroe", "--path", source, "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("Unknown target 'my-stroe'. Did you mean my-store?");
    assertThat(ordeal.err().lines()).allMatch(line -> line.length() <= 200);
  }

  private String register(int written) throws IOException {
    String text =
        """
        {"i":0,"t":0,"p":0,"type":"invoke","f":"write","v":%1$d}
        {"i":1,"t":1,"p":0,"type":"ok","f":"write","v":%1$d}
        {"i":2,"t":2,"p":1,"type":"invoke","f":"read","v":null}
        {"i":3,"t":3,"p":1,"type":"ok","f":"read","v":%1$d}
        """
            .formatted(written);
    return Files.writeString(folder.resolve("history.jsonl"), text).toString();
  }

  @Test
  void aCheckerJudgesEveryHistoryToo() throws IOException {
    Path file = folder.resolve("NoNegatives.java");
    try (InputStream text = BroughtTest.class.getResourceAsStream("/brought/NoNegatives.java")) {
      Files.copy(text, file);
    }
    String checker = file.toString();
    assertThat(ordeal.run("list", "checkers", "--path", checker)).isZero();
    assertThat(ordeal.out()).contains("no-negatives", "did no read return a negative number?");
    assertThat(ordeal.run("check", register(-1))).isZero();
    assertThat(ordeal.run("check", register(-1), "--path", checker)).isEqualTo(1);
    assertThat(ordeal.out()).contains("A read returned -1.", "negative-read");
    assertThat(ordeal.run("check", register(1), "--path", checker)).isZero();
    assertThat(ordeal.run("check", register(99), "--path", checker, "--check-time", "1s"))
        .isEqualTo(2);
    assertThat(ordeal.out()).contains("UNKNOWN", "NoNegatives.java");
  }
}
