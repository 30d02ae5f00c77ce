package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Cluster;
import dev.ordeal.workloads.generator.Seed;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of one node that hold at the same time, as a cluster is told of them. */
class NemesisTest {
  @TempDir private Path folder;

  /** What was done to the node, in order. */
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  private Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "nodes" -> List.of("n1", "n2", "n3");
                  case "missing" -> Map.of();
                  case "leader" -> Optional.empty();
                  case "resumeUndo" -> Undo.NOTHING;
                  case "pause", "resume", "kill", "start" -> {
                    done.add(method.getName());
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private List<String> carryOut(String... lines) throws Exception {
    Path file = Files.writeString(folder.resolve("schedule.yml"), String.join("\n", lines) + "\n");
    List<PlannedFault> plan = ScheduleFile.read(file, new Seed(1)).faults();
    try (FaultJournal journal = FaultJournal.open(folder.resolve("faults.jsonl"))) {
      Nemesis nemesis =
          new Nemesis(cluster(), plan, 3, journal, (type, function, value, error) -> {});
      nemesis.run(System.nanoTime());
      nemesis.healAll();
    }
    return done;
  }

  @Test
  void aNodeThatIsFrozenStaysSoWhenItsHiccupEnds() throws Exception {
    assertThat(
            carryOut(
                "- {at: 0ms, for: 900ms, fault: pause, on: [n1]}",
                "- {at: 100ms, for: 500ms, fault: hiccup, on: [n1]}"))
        .startsWith("pause", "pause")
        .endsWith("resume")
        .containsOnlyOnce("resume");
  }

  @Test
  void aNodeIsStartedWhenTheLastThatHoldsItDownEnds() throws Exception {
    assertThat(
            carryOut(
                "- {at: 0ms, for: 400ms, fault: kill, on: [n1]}",
                "- {at: 100ms, for: 500ms, fault: kill, on: [n1]}"))
        .containsExactly("kill", "kill", "start");
  }
}
