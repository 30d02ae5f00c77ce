package dev.ordeal.results.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of runs that may have left something. */
class OpenRunsTest {
  private static final ProcessId DEAD = new ProcessId(1, 1);

  @TempDir private Path folder;

  private OpenRuns list() {
    return new OpenRuns(folder.resolve("ordeal/open-runs"));
  }

  private static OpenRun run(String id, String machine, ProcessId control) {
    return new OpenRun(
        id, machine, control, "ssh", "/gone/" + id, List.of("root@m1"), "/cfg", "embedded");
  }

  private static OpenRun dead(String id) {
    return run(id, OpenRuns.thisMachine(), DEAD);
  }

  @Test
  void theListIsBelowTheStateFolderOrTheHomeOfTheEnvironment() {
    Path rest = Path.of("ordeal/open-runs");
    assertThat(OpenRuns.ofUser(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h")).path())
        .isEqualTo(Path.of("/s").resolve(rest));
    for (String state : List.of("", "not/absolute")) {
      assertThat(OpenRuns.ofUser(Map.of("XDG_STATE_HOME", state, "HOME", "/h")).path())
          .isEqualTo(Path.of("/h/.local/state").resolve(rest));
    }
    assertThat(OpenRuns.ofUser(Map.of()).path())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state").resolve(rest));
  }

  @Test
  void whatWasListedIsFoundUntilItIsRemoved() throws IOException {
    list().add(dead("b")).close();
    list().add(dead("a")).close();
    assertThat(list().all()).extracting(ListedRun::run).containsExactly(dead("a"), dead("b"));
    ListedRun a = list().byId("a").orElseThrow();
    assertThat(a.tryLock()).isTrue();
    a.remove();
    assertThat(list().byId("a")).isEmpty();
    assertThat(list().all()).hasSize(1);
    try (var left = Files.list(list().path())) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void theJournalIsCopiedInStep() throws IOException {
    Path original = folder.resolve("faults.jsonl");
    try (ListedRun run = list().add(dead("a"));
        FaultJournal journal = FaultJournal.open(original, run.faults())) {
      long id = journal.intent("partition", new Undo("delete-network", Map.of("tag", "0")));
      assertThat(run.faults()).hasSameTextualContentAs(original);
      assertThat(run.openEntries()).hasSize(1);
      journal.undone(id, "healed");
      assertThat(run.faults()).hasSameTextualContentAs(original);
      assertThat(run.openEntries()).isEmpty();
    }
  }

  @Test
  void aRunIsHealedByOneAtATimeAndNotWhileItGoesOn() throws IOException {
    ListedRun going = list().add(run("a", OpenRuns.thisMachine(), ProcessId.current()));
    assertThat(list().byId("a").orElseThrow().tryLock()).as("the run holds it").isFalse();
    going.close();
    assertThat(list().byId("a").orElseThrow().tryLock()).as("its process lives").isFalse();

    list().add(dead("b")).close();
    ListedRun first = list().byId("b").orElseThrow();
    ListedRun second = list().byId("b").orElseThrow();
    assertThat(first.tryLock()).isTrue();
    assertThat(second.tryLock()).isFalse();
    first.close();
    assertThat(second.tryLock()).isTrue();
    second.remove();
    assertThat(first.tryLock()).as("it is off the list").isFalse();
  }

  @Test
  void twoRunsOfOneNameAreRefused() throws IOException {
    list().add(dead("a")).close();
    assertThatThrownBy(() -> list().add(dead("a"))).hasMessageContaining("open already");
    assertThat(list().all()).hasSize(1);
  }

  @Test
  void aListThatCannotBeWrittenIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> new OpenRuns(file.resolve("open-runs")).add(dead("a")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("XDG_STATE_HOME");
  }

  @Test
  void onlyThisUserCanReadIt() throws IOException {
    list().add(dead("a")).close();
    for (Path each : List.of(list().path(), list().path().resolve("a"))) {
      assertThat(Files.getPosixFilePermissions(each)).hasSize(3);
    }
  }

  @Test
  void halfALineOfAJournalIsDroppedBeforeMoreIsWritten() throws IOException {
    Path file = folder.resolve("faults.jsonl");
    try (FaultJournal journal = FaultJournal.open(file)) {
      journal.intent("partition", Undo.NOTHING);
    }
    Files.writeString(file, "{\"id\":2,\"sta", StandardOpenOption.APPEND);
    try (FaultJournal journal = FaultJournal.open(file)) {
      journal.undone(1, "healed");
    }
    assertThat(FaultJournal.openEntries(file)).isEmpty();
  }

  @Test
  void aSealedJournalTakesNoIntent() throws IOException {
    Path file = folder.resolve("faults.jsonl");
    try (FaultJournal journal = FaultJournal.open(file)) {
      long id = journal.intent("partition", Undo.NOTHING);
      journal.seal();
      assertThatThrownBy(() -> journal.intent("pause", Undo.NOTHING))
          .hasMessageContaining("is being left");
      journal.undone(id, "healed");
    }
    assertThat(FaultJournal.intents(file)).hasSize(1);
    assertThat(FaultJournal.openEntries(file)).isEmpty();
  }
}
