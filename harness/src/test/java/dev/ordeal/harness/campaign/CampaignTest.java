package dev.ordeal.harness.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.campaign.CampaignHeader;
import dev.ordeal.results.campaign.CampaignLog;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.campaign.Ending;
import dev.ordeal.results.campaign.RunEnd;
import dev.ordeal.results.run.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns whose runs are made up. */
class CampaignTest {
  private static final Predicate<RunEnd> NEVER = end -> false;

  @TempDir private Path folder;
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  private static PlannedRun planned(int number, int combination) {
    return new PlannedRun(
        number,
        combination,
        List.of("made-up", "--seed", number + ""),
        "made-up register",
        "made-up",
        number,
        Duration.ofMinutes(1));
  }

  private static List<PlannedRun> plan(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(n -> planned(n, n % 2)).toList();
  }

  private static RunEnd end(PlannedRun run, int attempt, int code) {
    return new RunEnd(
        run.number(),
        attempt,
        run.subject(),
        run.label(),
        run.seed(),
        code,
        0.1,
        "",
        "console.txt",
        List.of(),
        "",
        "",
        10,
        Map.of(),
        0,
        "");
  }

  private static CampaignLimits limits(int jobs, int retries) {
    return new CampaignLimits(
        Optional.empty(), OptionalInt.empty(), OptionalInt.of(jobs), retries, NEVER);
  }

  /** Ends each run with a code, and remembers what it made. */
  private static class MadeUp implements Runner {
    final List<String> made = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger active = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final List<Integer> recovered = new ArrayList<>();
    volatile boolean isStopped;

    @SuppressWarnings("UnusedVariable") // those that override it look at them
    int code(PlannedRun run, int attempt) {
      return 0;
    }

    @Override
    public Optional<RunEnd> run(PlannedRun run, int attempt, Started started)
        throws IOException, InterruptedException {
      most.accumulateAndGet(active.incrementAndGet(), Math::max);
      try {
        started.as(new ProcessId(1, run.number()));
        made.add(run.number() + "." + attempt);
        int code = code(run, attempt);
        return isStopped ? Optional.empty() : Optional.of(end(run, attempt, code));
      } finally {
        active.decrementAndGet();
      }
    }

    @Override
    public Optional<RunEnd> recover(PlannedRun run, CampaignState.Start start) {
      recovered.add(run.number());
      return Optional.empty();
    }

    @Override
    public void stop() {
      isStopped = true;
    }
  }

  private Optional<String> execute(Runner runner, CampaignLimits limits, int runs)
      throws IOException, InterruptedException {
    try (CampaignLog log = CampaignLog.open(folder)) {
      if (Files.size(folder.resolve(CampaignLog.FILE)) == 0) {
        log.created(new CampaignHeader("n", "night", "d", "1/1", runs, 0, "./ordeal", "1"));
      }
      log.begun(List.of());
      return campaign(runner, limits, runs, log).execute();
    }
  }

  private Campaign campaign(Runner runner, CampaignLimits limits, int runs, CampaignLog log)
      throws IOException {
    Campaign.Watcher watcher =
        new Campaign.Watcher() {
          @Override
          public void ended(RunEnd end) {
            notes.add(end.run() + ":" + end.code());
          }

          @Override
          public void note(String text) {
            notes.add(text);
          }
        };
    return new Campaign(plan(runs), limits, runner, log, state(), watcher);
  }

  private CampaignState state() throws IOException {
    return CampaignState.read(folder).orElseThrow();
  }

  @Test
  void makesEachRunOnceAndAsManySideBySideAsItMay() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    MadeUp runner =
        new MadeUp() {
          @Override
          int code(PlannedRun run, int attempt) {
            both.countDown();
            try {
              assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
              throw new IllegalStateException(interrupted);
            }
            return 0;
          }
        };
    assertThat(execute(runner, limits(2, 1), 6)).contains("all runs were made");
    assertThat(runner.made).containsExactlyInAnyOrder("1.1", "2.1", "3.1", "4.1", "5.1", "6.1");
    assertThat(runner.most).hasValue(2);
    assertThat(state().over()).isEqualTo("all runs were made");
    assertThat(state().results()).hasSize(6);

    MadeUp again = new MadeUp();
    assertThat(execute(again, limits(2, 1), 6)).contains("all runs were made");
    assertThat(again.made).isEmpty();
  }

  @Test
  void makesAnUnknownRunAgainAsOftenAsItMay() throws Exception {
    MadeUp runner =
        new MadeUp() {
          @Override
          int code(PlannedRun run, int attempt) {
            return run.number() == 1 ? 2 : run.number() == 2 && attempt == 1 ? 2 : 1;
          }
        };
    execute(runner, limits(1, 2), 3);
    assertThat(runner.made).containsExactly("1.1", "1.2", "1.3", "2.1", "2.2", "3.1");
    assertThat(state().results()).extracting(RunEnd::code).containsExactly(2, 1, 1);
  }

  @Test
  void aTargetThatIsNeverThereIsGivenUp() throws Exception {
    MadeUp runner =
        new MadeUp() {
          @Override
          int code(PlannedRun run, int attempt) {
            return run.combination() == 0 ? 69 : 0;
          }
        };
    execute(runner, limits(1, 1), 12);
    assertThat(runner.made).contains("2.1", "4.1", "6.1", "11.1").doesNotContain("8.1", "12.1");
    assertThat(state().skipped().keySet()).containsExactly(8, 10, 12);
    MadeUp again = new MadeUp();
    execute(again, limits(1, 1), 12);
    assertThat(again.made).isEmpty();
  }

  @Test
  void endsWithItsBudget() throws Exception {
    MadeUp runner = new MadeUp();
    CampaignLimits four =
        new CampaignLimits(Optional.empty(), OptionalInt.of(4), OptionalInt.of(3), 1, NEVER);
    assertThat(execute(runner, four, 9)).contains("the number of runs is reached");
    assertThat(runner.made).hasSize(4);
    CampaignLimits none =
        new CampaignLimits(
            Optional.of(Duration.ZERO), OptionalInt.empty(), OptionalInt.of(3), 1, NEVER);
    assertThat(execute(runner, none, 9)).contains("the time is over");
    assertThat(runner.made).hasSize(4);
    CampaignLimits invalid =
        new CampaignLimits(
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.of(1),
            1,
            end -> end.ending() == Ending.INVALID);
    MadeUp wrong =
        new MadeUp() {
          @Override
          int code(PlannedRun run, int attempt) {
            return run.number() == 6 ? 1 : 0;
          }
        };
    assertThat(execute(wrong, invalid, 9)).contains("a run is invalid");
    assertThat(wrong.made).containsExactly("5.1", "6.1");
  }

  @Test
  void whatWasUnderWayWhenAllWasKilledIsRecoveredAndMadeAgain() throws Exception {
    MadeUp first = new MadeUp();
    CampaignLimits two =
        new CampaignLimits(Optional.empty(), OptionalInt.of(2), OptionalInt.of(1), 1, NEVER);
    execute(first, two, 4);
    // As kill -9 leaves it: a run without an end, and half a line.
    Path file = folder.resolve(CampaignLog.FILE);
    try (CampaignLog log = CampaignLog.open(folder)) {
      log.started(3, 1, new ProcessId(7, 7));
    }
    long whole = Files.size(file);
    Files.writeString(file, "{\"event\":\"end\",\"at\":\"20", StandardOpenOption.APPEND);
    assertThat(state().results()).hasSize(2);
    assertThat(state().open()).containsOnlyKeys(3);

    MadeUp second = new MadeUp();
    assertThat(execute(second, limits(1, 1), 4)).contains("all runs were made");
    assertThat(second.recovered).containsExactly(3);
    assertThat(second.made).containsExactly("3.1", "4.1");
    assertThat(notes).contains("run 3 was interrupted, and is made again");
    assertThat(Files.readString(file).substring((int) whole)).startsWith("{\"event\":\"begin\"");
  }

  @Test
  void whatIsStoppedDoesNotCount() throws Exception {
    CampaignLog log = CampaignLog.open(folder);
    log.created(new CampaignHeader("n", "night", "d", "1/1", 5, 0, "./ordeal", "1"));
    log.begun(List.of());
    Campaign[] campaign = new Campaign[1];
    MadeUp runner =
        new MadeUp() {
          @Override
          int code(PlannedRun run, int attempt) {
            if (run.number() == 2) {
              campaign[0].stop();
            }
            return 0;
          }
        };
    campaign[0] = campaign(runner, limits(1, 1), 5, log);
    assertThat(campaign[0].execute()).isEmpty();
    log.close();
    assertThat(runner.made).containsExactly("1.1", "2.1");
    assertThat(state().results()).hasSize(1);
    assertThat(state().over()).isEmpty();
    assertThat(state().open()).isEmpty();
    MadeUp again = new MadeUp();
    execute(again, limits(1, 1), 5);
    assertThat(again.made).containsExactly("2.1", "3.1", "4.1", "5.1");
  }

  @Test
  void aFailureToRecordEndsAllRuns() {
    MadeUp runner =
        new MadeUp() {
          @Override
          public Optional<RunEnd> run(PlannedRun run, int attempt, Started started)
              throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatThrownBy(() -> execute(runner, limits(2, 1), 5)).hasMessageContaining("No space");
  }

  @Test
  void onlyOneProcessWorksOnANight() throws Exception {
    try (CampaignLog log = CampaignLog.open(folder)) {
      assertThat(log).isNotNull();
      assertThatThrownBy(() -> CampaignLog.open(folder)).hasMessageContaining("still going");
    }
    CampaignLog.open(folder).close();
    assertThat(CampaignState.read(folder)).isEmpty();
    Files.writeString(folder.resolve(CampaignLog.FILE), "no JSON\n");
    assertThatThrownBy(this::state).hasMessageContaining("line 1 is damaged");
  }

  @Test
  void thereIsRoomForOneMoreOnceTheProcessorsHaveBeenIdle() {
    long[] now = {0};
    double[] busy = {0.9};
    Room room = new Room(OptionalInt.empty(), 3, () -> busy[0], () -> now[0]);
    assertThat(room.isFor(0)).isTrue();
    assertThat(room.isFor(1)).isFalse();
    now[0] += 11_000_000_000L;
    assertThat(room.isFor(1)).as("busy").isFalse();
    busy[0] = 0.5;
    assertThat(room.isFor(1)).as("not long enough").isFalse();
    now[0] += 11_000_000_000L;
    assertThat(room.isFor(1)).isTrue();
    assertThat(room.isFor(2)).as("another load").isFalse();
    now[0] += 11_000_000_000L;
    assertThat(room.isFor(2)).isTrue();
    assertThat(room.isFor(3)).as("no more than processors").isFalse();
    assertThat(new Room(OptionalInt.of(5), 1, () -> 1, () -> 0).isFor(4)).isTrue();
  }

  @Test
  void seedsAndShardsAreRead() {
    assertThat(Seeds.parse("1..3").given()).containsExactly(1L, 2L, 3L);
    assertThat(Seeds.parse("9, 1..2").given()).containsExactly(9L, 1L, 2L);
    assertThat(Seeds.parse("3 new").get(2, 100)).isEqualTo(102);
    for (String wrong : List.of("", "x", "3..1", "1..", "-1", "0 new", "1..99999999", "1,1")) {
      assertThatThrownBy(() -> Seeds.parse(wrong)).as(wrong).hasMessageContaining("write 1..20");
    }
    assertThat(Shard.parse("2/3")).isEqualTo(new Shard(2, 3));
    for (String wrong : List.of("5/4", "0/4", "1", "a/b", "1/0")) {
      assertThatThrownBy(() -> Shard.parse(wrong)).as(wrong).hasMessageContaining("--shard must");
    }
  }
}
