package dev.ordeal.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is decided alone within a limit of memory is decided beside other keys, too. */
class MemoryBesideOtherKeysTest {
  private static final int CONCURRENT = 6;
  private static final int LIMIT_MAX = 100_000;

  @TempDir private Path folder;

  @Test
  void anEasyKeyTakesNoMemoryFromAHardOne() throws IOException {
    History alone = history("alone.jsonl", hardKey());
    List<String> events = new ArrayList<>(hardKey());
    events.add(event(1, "invoke", "append", "easy", "y"));
    events.add(event(1, "ok", "append", "easy", "y"));
    History beside = history("beside.jsonl", events);

    int limit = 50;
    while (verdict(alone, limit) == Verdict.UNKNOWN) {
      limit = limit * 3 / 2;
      assertTrue(limit < LIMIT_MAX, "the key alone was not decided");
    }
    assertEquals(verdict(alone, limit), verdict(beside, limit), "configurations: " + limit);
  }

  private static Verdict verdict(History history, int configurationsMax) {
    long deadline = System.nanoTime() + 5_000_000_000L;
    return new LinearizabilityChecker(Models.byName("kv").orElseThrow())
        .check(history, new Budget(deadline, configurationsMax))
        .verdict();
  }

  /** Concurrent appends whose order only the last read decides: many configurations. */
  private static List<String> hardKey() {
    List<String> events = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int process = 0; process < CONCURRENT; process++) {
      values.add("x" + process);
      events.add(event(process, "invoke", "append", "hard", "x" + process));
    }
    for (int process = 0; process < CONCURRENT; process++) {
      events.add(event(process, "ok", "append", "hard", "x" + process));
    }
    Collections.reverse(values);
    events.add(event(0, "invoke", "get", "hard", ""));
    events.add(event(0, "ok", "get", "hard", String.join("", values)));
    return events;
  }

  private static String event(int process, String type, String function, String key, String value) {
    return "{\"process\":%d,\"type\":\"%s\",\"f\":\"%s\",\"key\":\"%s\",\"value\":\"%s\"}"
        .formatted(process, type, function, key, value);
  }

  private History history(String name, List<String> events) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, events);
    return HistoryFile.read(file).history();
  }
}
