package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static void isHealedAndNamed(String mode, ChildRun run) throws Exception {
    int code = run.exitCode(LIMIT);
    String console = run.console();
    assertThat(code).as(mode + ":\n" + console).isIn(2, 64, 69, 70);
    assertThat(console).containsAnyOf("Misbehaving", "threw IllegalStateException: misbehaving");
    assertThat(run.left()).isEmpty();
  }

  /** Runs side by side, since what blocks mostly waits. */
  private void endHealedAndNamed(List<String> modes) throws Exception {
    Map<String, ChildRun> runs = new LinkedHashMap<>();
    try {
      for (String mode : modes) {
        Path own = Files.createDirectory(folder.resolve(mode.replace(':', '-')));
        runs.put(mode, ChildRun.misbehaving(own, mode, "--time-limit", "3s"));
      }
      for (Map.Entry<String, ChildRun> run : runs.entrySet()) {
        isHealedAndNamed(run.getKey(), run.getValue());
      }
    } finally {
      runs.values().forEach(run -> run.handle().destroyForcibly());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"isReady:error", "name:exit"})
  void theLikeliestEndHealedAndNamed(String mode) throws Exception {
    endHealedAndNamed(List.of(mode));
  }

  static List<String> methods() {
    return Misbehaving.METHODS;
  }

  @Tag("extended")
  @ParameterizedTest
  @MethodSource("methods")
  void whateverAMethodDoesTheRunEndsHealed(String method) throws Exception {
    endHealedAndNamed(
        Misbehaving.KINDS.stream()
            .filter(kind -> !kind.equals("spin"))
            .map(kind -> method + ":" + kind)
            // What closing a client throws is ignored, as everywhere.
            .filter(mode -> !mode.equals("close:exception"))
            .toList());
  }

  /**
   * Of the methods that describe a database {@code name} is one: all are called in one way, which
   * is seen for each of them where they block.
   */
  static List<String> spinning() {
    List<String> methods = new ArrayList<>(Misbehaving.METHODS);
    methods.removeAll(Misbehaving.DESCRIBING);
    methods.add("name");
    return methods;
  }

  /** Apart, since a processor is kept busy by each. */
  @Tag("extended")
  @ParameterizedTest
  @MethodSource("spinning")
  void whateverMethodSpinsTheRunEndsHealed(String method) throws Exception {
    endHealedAndNamed(List.of(method + ":spin"));
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
