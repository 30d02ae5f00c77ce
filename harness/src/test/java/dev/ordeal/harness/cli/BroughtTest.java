package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.registry.Extensions;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

/** A user's own database, workload and environment, from a source file outside the repository. */
@Isolated("extensions are those of the process")
class BroughtTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
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

  private int ordeal(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void whatASourceFileHoldsIsRunCheckedAndReported() throws IOException {
    String runs = folder.resolve("runs").toString();
    assertThat(
            ordeal(
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
        .as("%s%s", out, err)
        .isZero();
    assertThat(out.toString()).contains("VALID", "reproduce", source, "-w cart", "elsewhere");
    Path run = folder.resolve("runs/latest").toRealPath();
    assertThat(RunFolder.open(run).info().workload()).isEqualTo("cart");
    assertThat(ordeal("check", run.toString(), "--path", source)).as("%s%s", out, err).isZero();
    assertThat(ordeal("report", run.toString(), "--path", source)).as("%s%s", out, err).isZero();
    assertThat(ordeal("report", run.toString())).isEqualTo(64);
    assertThat(err.toString()).contains("workload cart is not known here", "--path says where");
    assertThat(ordeal("check", run.toString())).isNotZero();
    assertThat(out + err.toString()).contains("cart", "--path");
  }

  @Test
  void whatASourceFileHoldsIsListed() {
    assertThat(ordeal("list", "targets", "--path", source)).isZero();
    assertThat(out.toString()).contains("my-store", "a store of mine", "color=red|blue");
    assertThat(ordeal("list", "workloads", "--path", source)).isZero();
    assertThat(out.toString()).contains("cart");
    assertThat(ordeal("list", "environments", "--path", source)).isZero();
    assertThat(out.toString()).contains("elsewhere");
    assertThat(ordeal("list", "environments")).isZero();
    assertThat(out.toString()).doesNotContain("elsewhere");
  }

  @Test
  void whatIsWrongWithASourceFileIsTold() throws IOException {
    assertThat(ordeal("run", source, "--set", "color=green", "--plan")).isEqualTo(64);
    assertThat(err.toString()).contains("color must be red or blue");
    assertThat(ordeal("run", folder + "/None.java", "--plan")).isEqualTo(64);
    assertThat(err.toString()).contains("there is no", "None.java");
    Path bad = folder.resolve("Bad.java");
    Files.writeString(bad, "public class Bad {\n  int x = ;\n}\n");
    assertThat(ordeal("run", bad.toString(), "--plan")).isEqualTo(64);
    assertThat(err.toString()).contains("Bad.java, line 2");
    Files.writeString(bad, "public class Bad {}\n");
    assertThat(ordeal("run", bad.toString(), "--plan")).isEqualTo(64);
    assertThat(err.toString()).contains("no public class that implements Database");
    assertThat(ordeal("run", "my-stroe", "--path", source, "--plan")).isEqualTo(64);
    assertThat(err.toString()).contains("Unknown target 'my-stroe'. Did you mean my-store?");
    assertThat(err.toString().lines()).allMatch(line -> line.length() <= 200);
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
    assertThat(ordeal("list", "checkers", "--path", checker)).isZero();
    assertThat(out.toString()).contains("no-negatives", "did no read return a negative number?");
    assertThat(ordeal("check", register(-1))).isZero();
    assertThat(ordeal("check", register(-1), "--path", checker)).isEqualTo(1);
    assertThat(out.toString()).contains("A read returned -1.", "negative-read");
    assertThat(ordeal("check", register(1), "--path", checker)).isZero();
    assertThat(ordeal("check", register(99), "--path", checker, "--check-time", "1s")).isEqualTo(2);
    assertThat(out.toString()).contains("UNKNOWN", "NoNegatives.java");
  }
}
