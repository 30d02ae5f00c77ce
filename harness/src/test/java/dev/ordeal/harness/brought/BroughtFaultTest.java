package dev.ordeal.harness.brought;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cli.Main;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoScope;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A kind of fault that only a service file of {@code --path} names is listed, planned, injected,
 * seen to hold and undone, also after the control process was killed.
 */
@Execution(ExecutionMode.CONCURRENT)
class BroughtFaultTest {
  private static final int SECONDS_MAX = 90;

  @TempDir private Path temporary;
  private Path folder;
  private Path touched;
  private Process process;

  @BeforeEach
  void create() throws IOException {
    folder = temporary.toRealPath();
    touched = Files.createDirectory(folder.resolve("touched"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Starts a command that is told where the service files are. */
  private Path start(String... arguments) throws IOException {
    String brought;
    try {
      brought = Path.of(getClass().getResource("/brought-fault").toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("-D" + TouchFile.FOLDER + "=" + touched);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--path", brought));
    Path console = Files.createTempFile(folder, "console", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(console.toFile());
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    process = builder.start();
    return console;
  }

  private String ordeal(int code, String... arguments) throws IOException, InterruptedException {
    Path console = start(arguments);
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(console);
    assertThat(process.exitValue()).as(said).isEqualTo(code);
    return said;
  }

  private String[] running(Path schedule, String options) {
    List<String> words = new ArrayList<>(List.of("run", "brittle", "--nodes", "3", "--seed", "1"));
    words.addAll(List.of(options.split(" ")));
    words.addAll(List.of("--schedule", schedule.toString()));
    words.addAll(List.of("--out", folder.resolve("runs").toString()));
    return words.toArray(String[]::new);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(touched)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private RunFolder run() throws IOException {
    return RunFolder.all(folder.resolve("runs")).getFirst();
  }

  @Test
  void itIsListedAndPlanned() throws IOException, InterruptedException {
    assertThat(ordeal(0, "list", "faults")).containsPattern("touch-file +a file appears");
    assertThat(ordeal(0, "run", "brittle", "--plan", "--faults", "touch-file,kill", "--seed", "1"))
        .contains(" touch-file ", " kill ");
  }

  @Test
  void itIsInjectedSeenToHoldAndUndone() throws IOException, InterruptedException {
    Path schedule = folder.resolve("schedule.yml");
    Files.writeString(
        schedule,
        """
        - {at: 500ms, for: 1s, fault: touch-file, on: [n1, n2]}
        - {at: 2s, for: 1s, fault: touch-file, on: one}
        """);
    ordeal(0, running(schedule, "--concurrency 4 --rate 100 --time-limit 4s"));
    String history = Files.readString(run().history());
    for (String phase :
        List.of(FaultWindow.INJECT, FaultWindow.HELD, FaultWindow.KEPT, FaultWindow.GONE)) {
      assertThat(history).contains("\"f\":\"touch-file\",\"v\":{\"fault\":1,\"phase\":\"" + phase);
    }
    assertThat(FaultJournal.intents(run().faults()))
        .filteredOn(line -> line.undo().kind().equals(DeleteTouched.KIND))
        .hasSize(3);
    assertThat(FaultJournal.openEntries(run().faults())).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void itIsHealedAfterAKill() throws IOException, InterruptedException {
    Path schedule = folder.resolve("schedule.yml");
    Files.writeString(schedule, "- {at: 200ms, for: 60s, fault: touch-file, on: [n1, n2]}\n");
    Path console = start(running(schedule, "--rate 50 --time-limit 60s"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (files().size() < 2) {
      assertThat(process.isAlive() && System.nanoTime() < deadline)
          .as(Files.readString(console))
          .isTrue();
      Thread.sleep(50);
    }
    process.destroyForcibly().waitFor();
    assertThat(files()).hasSize(2);
    assertThat(ordeal(0, "heal", run().path().toString())).contains("file deleted");
    assertThat(files()).isEmpty();
    assertThat(FaultJournal.openEntries(run().faults())).isEmpty();
  }

  @Test
  void whatIsOfAnotherRunIsRefused() {
    System.setProperty(TouchFile.FOLDER, touched.toString());
    UndoScope scope = new UndoScope("mine", List.of(), List.of(), "", "embedded");
    for (String file : List.of(touched.resolve("other-n1").toString(), "/etc/mine-n1")) {
      assertThatThrownBy(
              () ->
                  new DeleteTouched()
                      .require(new Undo(DeleteTouched.KIND, Map.of("touched", file)), scope))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("refused");
    }
  }
}
