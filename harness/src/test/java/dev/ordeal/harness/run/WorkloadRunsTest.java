package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.targets.Targets;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every workload on real clusters: silent where nothing is wrong, loud where something is. */
@Tag("extended")
@Execution(ExecutionMode.CONCURRENT)
class WorkloadRunsTest {
  private static final int SECONDS = 10;
  private static final long SEED = 11;

  /** How often a run that did not show what it was for is tried, with other seeds. */
  private static final int TRIES = 3;

  /** Where nothing has to be found. */
  private static final int SECONDS_WITHOUT_BUG = 8;

  @TempDir private Path runs;

  private Judgement run(String target, String workload, List<String> bugs, List<FaultType> faults)
      throws Exception {
    return run(target, workload, bugs, faults, SEED);
  }

  private Judgement run(
      String target, String workload, List<String> bugs, List<FaultType> faults, long seed)
      throws Exception {
    return run(
        options(target, workload, bugs, faults, seed, bugs.isEmpty() ? 200 : 800),
        Map.of(),
        Workloads.byName(workload).orElseThrow());
  }

  private Judgement run(RunOptions options, Map<String, String> settings, Workload<?> workload)
      throws Exception {
    Run run =
        new Run(
            options,
            Targets.byName(options.target(), settings).orElseThrow(),
            workload,
            new SilentWatcher(),
            new Stop());
    String name = options.target() + "-" + options.workload();
    return run.execute(RunFolder.create(runs, name, Instant.now(), options.seed())).judgement();
  }

  private RunOptions options(
      String target,
      String workload,
      List<String> bugs,
      List<FaultType> faults,
      long seed,
      double rate) {
    return RunOptions.of(target, workload, runs)
        .faults(faults)
        .nodes(5)
        .threads(10)
        .rate(rate)
        .timeLimit(Duration.ofSeconds(bugs.isEmpty() ? SECONDS_WITHOUT_BUG : SECONDS))
        .seed(seed)
        .bugs(bugs)
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "register",
        "lock",
        "semaphore",
        "queue",
        "set",
        "counter",
        "ids",
        "list-append",
        "rw-register",
        "set-add",
        "write-skew",
        "long-fork",
        "causal-reverse",
        "sequential",
        "causal",
        "monotonic",
        "bank"
      })
  void zooKeeperKeepsItsPromises(String workload) throws Exception {
    Judgement judgement = run("zookeeper", workload, List.of(), FaultTypes.defaults());
    // On a busy machine clients may get nothing done, and faults may come too late.
    for (int again = 1; again < TRIES && testedNothing(judgement); again++) {
      judgement = run("zookeeper", workload, List.of(), FaultTypes.defaults(), SEED + again);
    }
    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(Verdict.VALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "register",
        "lock",
        "semaphore",
        "queue",
        "set",
        "counter",
        "ids",
        "list-append",
        "rw-register",
        "set-add",
        "write-skew",
        "long-fork",
        "causal-reverse",
        "sequential",
        "causal",
        "monotonic",
        "bank"
      })
  void brittleWithoutABugIsRight(String workload) throws Exception {
    Judgement judgement = run("brittle", workload, List.of(), FaultTypes.defaults());
    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(Verdict.VALID);
  }

  /** Slow links keep calls open for long, so that many of them overlap. */
  @ParameterizedTest
  @CsvSource({
    "lock, lock-expires, double-grant",
    "semaphore, lock-expires, double-grant",
    "queue, non-atomic-update, duplicated-element",
    "set, non-atomic-update, lost-element",
    "counter, non-atomic-update, stale-read",
    "list-append, stale-snapshot, lost-update",
    "list-append, torn-transaction, fractured-read",
    "rw-register, stale-snapshot, lost-update",
    "rw-register, torn-transaction, fractured-read",
    "write-skew, stale-snapshot, G2-item",
    "bank, stale-snapshot, wrong-total",
    "bank, torn-transaction, wrong-total",
    "list-append, interleaved-steps, G0",
    "rw-register, interleaved-steps, G1b",
    "list-append, interleaved-steps, G1c",
    "list-append, aborted-writes, G1a",
    "rw-register, aborted-writes, G1a",
    "long-fork, own-writes-first, G-nonadjacent-item",
    "list-append, follower-read, G-single-item-realtime",
    "causal-reverse, follower-read, G-single-item-process",
    "sequential, follower-read, G-single-item-process",
    "causal, follower-read, not-causal",
    "monotonic, follower-read, not-pram",
    "list-append, duplicate-apply, duplicate-elements",
    "set-add, stale-snapshot, G2-item",
    "set-add, torn-transaction, fractured-read",
    "set-add, aborted-writes, G1a",
    "set-add, follower-read, G-single-item-realtime"
  })
  void theBugOfEachTypeIsFound(String workload, String bug, String anomaly) throws Exception {
    // Every run has to find it; by what name it shows first is a matter of chance.
    Set<String> names = new HashSet<>();
    for (int again = 0; again < TRIES && !names.contains(anomaly); again++) {
      Judgement judgement =
          run("brittle", workload, List.of(bug), List.of(fault("latency")), SEED + again);
      assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(Verdict.INVALID);
      judgement.anomalies().forEach(found -> names.add(found.name()));
    }
    assertThat(names).contains(anomaly);
  }

  private static boolean testedNothing(Judgement judgement) {
    return judgement.verdict() == Verdict.UNKNOWN
        && (judgement.reason().startsWith("nothing was tested")
            || judgement.reason().contains("the run ended before"));
  }

  /**
   * Who only promises to converge may be late, and may leave nothing out. Counters, since a later
   * change does not cover up for an earlier one that was left out.
   */
  @ParameterizedTest
  @CsvSource({"follower-read, VALID", "skips-backlog, INVALID"})
  void onlyWhoLeavesSomethingOutDoesNotConverge(String bug, Verdict expected) throws Exception {
    List<FaultType> faults = List.of(fault("partition"), fault("pause"));
    Judgement judgement =
        run(
            options("brittle", "counter", List.of(bug), faults, 11, 400),
            Map.of(),
            Workloads.byName("counter").orElseThrow().promising(ConsistencyModel.EVENTUAL));
    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(expected);
    assertThat(judgement.anomalies().stream().map(a -> a.name()).distinct())
        .isEqualTo(expected == Verdict.VALID ? List.of() : List.of("divergence"));
  }

  /** Weaker levels keep what they promise, and the next stronger one does not hold. */
  @ParameterizedTest
  @CsvSource({
    "list-append, read-committed, read-committed, VALID",
    "list-append, read-committed, snapshot-isolation, INVALID",
    "list-append, snapshot-isolation, snapshot-isolation, VALID",
    "rw-register, snapshot-isolation, snapshot-isolation, VALID",
    "write-skew, snapshot-isolation, serializable, INVALID"
  })
  void brittleKeepsItsIsolationLevelAndNoMore(
      String workload, String isolation, String level, Verdict expected) throws Exception {
    Judgement judgement =
        run(
            options("brittle", workload, List.of(), List.of(fault("latency")), 11, 800),
            Map.of("isolation", isolation),
            Workloads.byName(workload)
                .orElseThrow()
                .promising(ConsistencyModel.byName(level).orElseThrow()));
    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(expected);
  }

  /** The plan of this seed kills all nodes early, so whoever leads has to be elected anew. */
  @Test
  void identifiersThatLeadersCountAloneAreFound() throws Exception {
    Judgement judgement = run("brittle", "ids", List.of("local-ids"), List.of(fault("kill")), 15);
    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(Verdict.INVALID);
  }

  private static FaultType fault(String name) {
    return FaultTypes.get(name);
  }
}
