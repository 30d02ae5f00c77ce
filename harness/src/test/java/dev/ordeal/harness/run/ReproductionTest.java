package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.watch.LogRules;
import dev.ordeal.nemesis.FaultKind;
import dev.ordeal.targets.Environments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReproductionTest {
  @Test
  void namesEverythingThatDecidesTheRun() {
    RunOptions options =
        new RunOptions(
            "com.example.Store",
            "my classes",
            "set",
            "",
            Experiment.NONE,
            "process",
            Environments.Settings.NONE,
            List.of(FaultKind.PARTITION, FaultKind.KILL),
            3,
            6,
            0.5,
            Duration.ofSeconds(90),
            RunOptions.WARM_UP,
            Duration.ofMillis(1500),
            Duration.ofMinutes(1),
            7,
            List.of("forgetful"),
            Map.of("reads", "it's plain"),
            "http://localhost:8474",
            RunOptions.RECOVERY_TIME,
            LogRules.NONE,
            Optional.empty(),
            Path.of("elsewhere"));
    assertThat(Reproduction.command(options))
        .isEqualTo(
            "./ordeal run com.example.Store --target-path 'my classes' -w set --faults"
                + " partition,kill --nodes 3 --concurrency 6 --rate 0.5 --time-limit 90s"
                + " --operation-timeout 1500ms --bug forgetful --set 'reads=it'\\''s plain'"
                + " --toxiproxy http://localhost:8474 --seed 7");
  }
}
