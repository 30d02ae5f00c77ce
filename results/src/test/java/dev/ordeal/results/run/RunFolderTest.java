package dev.ordeal.results.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir private Path runs;

  private RunFolder create(long seed) throws IOException {
    return RunFolder.create(
        runs,
        "brittle-register",
        Instant.parse("2026-01-02T03:04:05.678Z").plusSeconds(seed),
        seed);
  }

  @Test
  void latestPointsAtTheNewest() throws IOException {
    create(1);
    RunFolder second = create(2);
    Files.writeString(second.path().resolve("run.json"), "{}");
    assertThat(runs.resolve("latest").toRealPath()).isEqualTo(second.path().toRealPath());
    assertThat(RunFolder.all(runs).getFirst().path()).isEqualTo(second.path());
  }

  @Test
  void runsOfOneSeedAndInstantHaveFoldersOfTheirOwn() throws IOException {
    RunFolder first = create(1);
    RunFolder second = create(1);
    assertThat(second.path()).isNotEqualTo(first.path()).isDirectory();
    assertThat(RunFolder.isRunId(second.path().getFileName().toString())).isTrue();
    assertThat(second.path().getFileName()).hasToString("2026-01-02T03-04-06.679Z-1");
  }

  @Test
  void aFolderWithoutARunIsRefused() {
    assertThatThrownBy(() -> RunFolder.open(runs)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void secretsAreRedacted() {
    Map<String, String> safe =
        Redaction.options(
            Map.of("db-password", "hunter2", "url", "http://me:hunter2@host/", "rate", "5"));
    assertThat(safe.toString()).doesNotContain("hunter2").contains("5");
  }

  @Test
  void theJournalKnowsWhatIsOpen() throws IOException {
    Path path = runs.resolve("faults.jsonl");
    Undo undo = new Undo("kill-marked", Map.of("variable", "X", "value", "y"));
    try (FaultJournal journal = FaultJournal.open(path)) {
      long first = journal.intent("first", undo);
      long second = journal.intent("second", undo);
      journal.injected(first, "first");
      journal.undone(second, "second");
    }
    assertThat(FaultJournal.openEntries(path).stream().map(FaultJournal.Line::what))
        .isEqualTo(List.of("first"));
    Files.writeString(path, Files.readString(path) + "{\"id\":3,\"sta");
    assertThat(FaultJournal.openEntries(path)).hasSize(1);
  }

  @Test
  void aProcessIsNotMistakenForAnother() {
    ProcessId self = ProcessId.current();
    assertThat(self.isAlive()).isTrue();
    assertThat(new ProcessId(self.pid(), self.startedMillis() - 5_000).isAlive()).isFalse();
  }
}
