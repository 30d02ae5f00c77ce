package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals: the run heals, and what it had not done yet is not passed over in silence. */
@Execution(ExecutionMode.CONCURRENT)
class EarlyEndRunTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private static void send(String signal, ChildRun run) throws Exception {
    String pid = Long.toString(run.handle().pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
  }

  private ChildRun running() throws Exception {
    ChildRun run = ChildRun.misbehaving(folder, "none", "--time-limit", "60s");
    run.awaitOnConsole(" s  ", LIMIT);
    return run;
  }

  @Test
  void anInterruptedRunIsHealedAndUnknownForGood() throws Exception {
    isHealedAndUnknownForGood("TERM");
  }

  @Tag("extended")
  @ParameterizedTest
  @ValueSource(strings = {"HUP", "INT"})
  void soIsOneThatLosesItsTerminal(String signal) throws Exception {
    isHealedAndUnknownForGood(signal);
  }

  private void isHealedAndUnknownForGood(String signal) throws Exception {
    ChildRun run = running();
    send(signal, run);
    assertThat(run.exitCode(LIMIT)).as(run.console()).isEqualTo(130);
    assertThat(run.left()).isEmpty();
    assertThat(run.console()).contains("UNKNOWN: the run was interrupted after");
    for (Path file : List.of(run.folder().verdict(), run.folder().junit(), run.folder().report())) {
      assertThat(Files.readString(file)).contains("the run was interrupted after");
    }
    for (List<String> more : List.of(List.<String>of(), List.of("-w", "register"))) {
      List<String> arguments = new ArrayList<>(List.of("check"));
      arguments.addAll(more);
      arguments.add(run.folder().toString());
      ChildRun check = ChildRun.start(folder, arguments);
      assertThat(check.exitCode(LIMIT)).as(check.console()).isEqualTo(2);
      assertThat(check.console()).contains("the run was interrupted after");
    }
  }

  @Tag("extended")
  @Test
  void aSecondSignalWaitsForTheHealingOfTheFirst() throws Exception {
    ChildRun run = running();
    send("TERM", run);
    send("TERM", run);
    assertThat(run.exitCode(LIMIT)).as(run.console()).isEqualTo(130);
    assertThat(run.left()).isEmpty();
    assertThat(run.folder().info().state()).isEqualTo("interrupted");
  }

  @Tag("extended")
  @Test
  void aRunThatIsKilledIsUnknownWhenItIsChecked() throws Exception {
    ChildRun run = running();
    run.handle().destroyForcibly();
    run.exitCode(LIMIT);
    ChildRun check = ChildRun.start(folder, List.of("check", run.folder().toString()));
    assertThat(check.exitCode(LIMIT)).as(check.console()).isEqualTo(2);
    assertThat(check.console()).contains("the control process was killed after");
    ChildRun heal = ChildRun.start(folder, List.of("heal", run.folder().toString()));
    assertThat(heal.exitCode(LIMIT)).as(heal.console()).isZero();
    assertThat(run.left()).isEmpty();
  }

  @Tag("extended")
  @Test
  void anInterruptDuringStartUpIsOneToo() throws Exception {
    ChildRun run = ChildRun.misbehaving(folder, "isReady:exception", "--time-limit", "60s");
    run.awaitOnConsole("starting", LIMIT);
    send("TERM", run);
    assertThat(run.exitCode(LIMIT)).as(run.console()).isEqualTo(130);
    assertThat(run.left()).isEmpty();
  }
}
