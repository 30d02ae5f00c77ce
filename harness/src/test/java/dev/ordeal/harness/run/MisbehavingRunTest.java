package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a user's code does: the run ends, heals, says whose code it was, and is not green. */
@Execution(ExecutionMode.CONCURRENT)
class MisbehavingRunTest {
  private static final Duration LIMIT = Duration.ofSeconds(150);

  @TempDir private Path folder;

  private void endsHealedAndNamed(String mode) throws Exception {
    ChildRun run = ChildRun.misbehaving(folder, mode, "--time-limit", "3s");
    int code = run.exitCode(LIMIT);
    String console = run.console();
    assertThat(code).as(mode + ":\n" + console).isIn(2, 64, 69, 70);
    assertThat(console).containsAnyOf("Misbehaving", "threw IllegalStateException: misbehaving");
    assertThat(run.left()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"isReady:error", "name:exit"})
  void theLikeliestEndHealedAndNamed(String mode) throws Exception {
    endsHealedAndNamed(mode);
  }

  static Stream<String> everything() {
    return Misbehaving.METHODS.stream()
        .flatMap(method -> Misbehaving.KINDS.stream().map(kind -> method + ":" + kind))
        // What closing a client throws is ignored, as everywhere.
        .filter(mode -> !mode.equals("close:exception"));
  }

  @Tag("extended")
  @ParameterizedTest
  @MethodSource
  void everything(String mode) throws Exception {
    endsHealedAndNamed(mode);
  }

  @Tag("extended")
  @Test
  void aModelThatEndsTheJvmIsNoVerdict() throws Exception {
    Path history = folder.resolve("history.jsonl");
    Files.writeString(
        history,
        """
        {"index":0,"time":0,"process":0,"type":"invoke","f":"turn","value":1}
        {"index":1,"time":1,"process":0,"type":"ok","f":"turn","value":1}
        """);
    ChildRun check =
        ChildRun.start(
            folder, List.of("check", "--model", ExitingModel.class.getName(), history.toString()));
    assertThat(check.exitCode(LIMIT)).as(check.console()).isEqualTo(70);
    assertThat(check.console()).contains("System.exit was called by", "ExitingModel");
  }

  @Tag("extended")
  @Test
  void withoutMisbehaviourItIsValid() throws Exception {
    ChildRun run = ChildRun.misbehaving(folder, "none", "--time-limit", "3s");
    assertThat(run.exitCode(LIMIT)).as(run.console()).isZero();
    assertThat(run.left()).isEmpty();
  }
}
