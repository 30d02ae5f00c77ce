package dev.ordeal.nemesis;

import dev.ordeal.nemesis.schedule.ScheduleFile;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.workloads.generator.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A nemesis on a cluster that only says that it does what it is told, and what it recorded. */
abstract class NemesisFixture {
  static final Duration PATIENCE = Duration.ofMillis(300);

  @TempDir Path folder;
  FaultJournal journal;
  FakeCluster fake;

  /** {@code FUNCTION PHASE ERROR} of each event. */
  final List<String> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    journal = FaultJournal.open(folder.resolve("faults.jsonl"));
    fake = new FakeCluster(journal);
    fake.talk();
  }

  @AfterEach
  void close() throws Exception {
    fake.close();
    journal.close();
  }

  /** The faults of a schedule's lines. */
  List<PlannedFault> plan(String... lines) throws Exception {
    Path file = Files.writeString(folder.resolve("schedule.yml"), String.join("\n", lines) + "\n");
    return ScheduleFile.read(file, new Seed(1)).faults();
  }

  Nemesis nemesis(List<PlannedFault> plan, boolean isByHand, EventSink recorder) {
    return nemesis(
        plan,
        isByHand,
        recorder,
        new GuardedFaults(type -> true, new Breaches(text -> {}), Duration.ofSeconds(5)));
  }

  Nemesis nemesis(
      List<PlannedFault> plan, boolean isByHand, EventSink recorder, GuardedFaults guard) {
    return new Nemesis(
        fake.cluster(), plan, isByHand, List.of(), 3, journal, recorder, PATIENCE, guard);
  }

  /** Carries out a schedule written by hand; what the cluster was told to do. */
  List<String> carryOut(String... lines) throws Exception {
    return carryOut(true, lines);
  }

  List<String> carryOut(boolean isByHand, String... lines) throws Exception {
    return carryOut(nemesis(plan(lines), isByHand, this::record));
  }

  List<String> carryOut(Nemesis nemesis) throws Exception {
    nemesis.run(System.nanoTime());
    nemesis.healAll();
    return fake.done;
  }

  void record(Event.Type type, String function, Value value, String error) {
    events.add(shown(function, value, error));
  }

  static String shown(String function, Value value, String error) {
    String phase =
        value instanceof Value.Dict dict
            ? dict.entries().getOrDefault("phase", Value.NIL).asText()
            : "";
    return (function + " " + phase + " " + error).strip();
  }

  /** The first event of a phase, or "none". */
  String event(String phase) {
    return events.stream().filter(e -> e.contains(" " + phase)).findFirst().orElse("none");
  }
}
