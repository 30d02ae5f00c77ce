package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cli.LeftRuns.Outcome;
import dev.ordeal.results.run.ListedRun;
import dev.ordeal.results.run.OpenRun;
import dev.ordeal.results.run.OpenRuns;
import dev.ordeal.results.run.ProcessId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a listed run that is to be healed. */
class LeftRunsTest {
  private static final ProcessId DEAD = new ProcessId(1, 1);

  @TempDir private Path folder;
  private OpenRuns list;
  private LeftRuns runs;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void makeTheList() {
    list = new OpenRuns(folder.resolve("open-runs"));
    runs = new LeftRuns(list);
  }

  private ListedRun listed(ProcessId control) throws IOException {
    return list.add(
        new OpenRun(
            "a-run",
            OpenRuns.thisMachine(),
            control,
            "process",
            folder.resolve("gone").toString(),
            List.of(),
            null,
            "embedded"));
  }

  private Outcome heal() throws IOException {
    return runs.heal(list.byId("a-run").orElseThrow(), List.of(), false, said::add);
  }

  @Test
  void aRunWhoseControlProcessLivesIsLeftAlone() throws IOException {
    listed(ProcessId.current()).close();
    assertThat(heal()).isEqualTo(Outcome.RUNNING);
  }

  @Test
  void aRunThatAnotherProcessHealsIsNotCalledARunningOne() throws IOException {
    try (ListedRun other = listed(DEAD)) {
      assertThat(heal()).isEqualTo(Outcome.BEING_HEALED);
      assertThat(other.isListed()).isTrue();
    }
    assertThat(heal()).isEqualTo(Outcome.HEALED);
    assertThat(said).isEmpty();
  }

  @Test
  void aRunThatAnotherProcessHasHealedIsHealed() throws IOException {
    ListedRun seenBefore;
    try (ListedRun other = listed(DEAD)) {
      seenBefore = list.byId("a-run").orElseThrow();
      other.remove();
    }
    assertThat(runs.heal(seenBefore, List.of(), false, said::add)).isEqualTo(Outcome.HEALED);
    assertThat(said).containsExactly("another process undid everything and took it off the list");
  }
}
