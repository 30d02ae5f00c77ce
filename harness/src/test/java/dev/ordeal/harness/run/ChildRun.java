package dev.ordeal.harness.run;

import dev.ordeal.harness.cli.Main;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.OpenRuns;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a JVM of its own, as its launcher starts it. */
public final class ChildRun {
  private final Process process;
  private final Path console;
  private final Path runs;

  private ChildRun(Process process, Path console, Path runs) {
    this.process = process;
    this.console = console;
    this.runs = runs;
  }

  /** Starts a run of {@link Misbehaving}. */
  static ChildRun misbehaving(Path folder, String mode, String... more) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", Misbehaving.class.getName(), "--set", "mode=" + mode));
    // Nodes that only sleep have no links to cut: without misbehaviour the run could not be valid.
    String faults = mode.equals("none") ? "pause" : "partition,pause";
    arguments.addAll(List.of("--faults", faults, "--concurrency", "4"));
    arguments.addAll(List.of("--operation-timeout", "1s", "--seed", "7"));
    arguments.addAll(List.of("--out", folder.resolve("runs").toString()));
    arguments.addAll(Arrays.asList(more));
    return start(folder, arguments);
  }

  /** The list of open runs that runs of a folder have. */
  public static OpenRuns list(Path folder) {
    return new OpenRuns(folder.resolve("state/ordeal/open-runs"));
  }

  public static ChildRun start(Path folder, List<String> arguments) throws IOException {
    return start(folder, folder.resolve("state"), arguments);
  }

  /** Starts a command of a user who keeps the list of open runs in some folder. */
  public static ChildRun start(Path folder, Path state, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    Path console = Files.createTempFile(folder, "console", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(console.toFile());
    builder.environment().put("XDG_STATE_HOME", state.toString());
    return new ChildRun(builder.start(), console, folder.resolve("runs"));
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Its exit code; it is killed and the test fails if it does not end in time. */
  public int exitCode(Duration limit) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      String said = console();
      process.destroyForcibly().waitFor();
      throw new AssertionError("not ended after " + limit + ":\n" + said);
    }
    return process.exitValue();
  }

  public String console() throws IOException {
    return Files.readString(console);
  }

  public void awaitOnConsole(String text, Duration limit) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!console().contains(text)) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError("no '" + text + "' in:\n" + console());
      }
      Thread.sleep(50);
    }
  }

  public RunFolder folder() throws IOException {
    return RunFolder.all(runs).getFirst();
  }

  /** What is left: open entries of the journal, and processes of nodes. */
  List<String> left() throws IOException {
    List<String> left = new ArrayList<>();
    for (RunFolder run : RunFolder.all(runs)) {
      FaultJournal.openEntries(run.faults()).forEach(line -> left.add(line.toString()));
    }
    List<RunFolder> all = RunFolder.all(runs);
    ProcessHandle.allProcesses()
        .filter(p -> all.stream().anyMatch(run -> isNodeOf(run, p)))
        .forEach(p -> left.add(p.pid() + " " + p.info().commandLine().orElse("")));
    return left;
  }

  private static boolean isNodeOf(RunFolder run, ProcessHandle handle) {
    try {
      return handle.info().commandLine().orElse("").contains("sleep " + Misbehaving.SLEEP)
          && Files.readString(Path.of("/proc", Long.toString(handle.pid()), "environ"))
              .contains(run.path().getFileName().toString());
    } catch (IOException gone) {
      return false;
    }
  }
}
