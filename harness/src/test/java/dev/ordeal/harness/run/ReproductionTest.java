package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.schedule.FaultTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReproductionTest {
  @Test
  void namesEverythingThatDecidesTheRun() {
    RunOptions options =
        RunOptions.of("com.example.Store", "set", Path.of("elsewhere"))
            .path("my classes")
            .faults(List.of(fault("partition"), fault("kill")))
            .rate(0.5)
            .timeLimit(Duration.ofSeconds(90))
            .operationTimeout(Duration.ofMillis(1500))
            .seed(7)
            .bugs(List.of("forgetful"))
            .settings(Map.of("reads", "it's plain"))
            .toxiproxy("http://localhost:8474")
            .build();
    assertThat(Reproduction.line(Reproduction.words(options)))
        .isEqualTo(
            "./ordeal run com.example.Store --path 'my classes' -w set --faults"
                + " partition,kill --nodes 3 --concurrency 6 --rate 0.5 --time-limit 90s"
                + " --operation-timeout 1500ms --bug forgetful --set 'reads=it'\\''s plain'"
                + " --toxiproxy http://localhost:8474 --seed 7");
  }

  private static FaultType fault(String name) {
    return FaultTypes.get(name);
  }
}
