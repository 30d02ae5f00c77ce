package dev.ordeal.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.run.Prelude;
import dev.ordeal.harness.run.Progress;
import dev.ordeal.harness.run.Run;
import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.harness.run.RunParts;
import dev.ordeal.harness.run.Stop;
import dev.ordeal.harness.run.Watcher;
import dev.ordeal.harness.trial.client.ContractChecks;
import dev.ordeal.harness.trial.client.TargetSettings;
import dev.ordeal.harness.trial.client.Tried;
import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.finding.Finding.Grade;
import dev.ordeal.harness.trial.outcome.OutcomeRow;
import dev.ordeal.harness.trial.outcome.OutcomesChecker;
import dev.ordeal.harness.trial.tap.Taps;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.brittle.Brittle;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that lie are found out by {@code ordeal try}, and honest ones are not suspected. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class TrialTest {
  private static final int TRIES = 3;
  private static final List<String> TRIED =
      List.of("register", "set", "counter", "list-append", "rw-register", "set-add");

  @TempDir private Path runs;
  private final AtomicLong objects = new AtomicLong(Tried.FIRST_OBJECT);

  @Test
  void aHiddenRetryIsNamed() throws Exception {
    List<Finding> found = List.of();
    for (int i = 0; i < TRIES && !isNamed(Lie.HIDDEN_RETRY, found); i++) {
      found = quick(new LyingDatabase(Lie.HIDDEN_RETRY), "register").findings();
    }

    assertThat(isNamed(Lie.HIDDEN_RETRY, found)).as(found.toString()).isTrue();
  }

  @Tag("extended")
  @Test
  void everyLieIsNamed() throws Exception {
    LyingDatabase lying = new LyingDatabase(null, LyingDatabase.TWICE);
    Map<Lie, List<Finding>> found = new EnumMap<>(Lie.class);
    List<Finding> honest = new ArrayList<>();

    onOneCluster(
        lying,
        (cluster, taps) -> {
          honest.addAll(look(cluster, lying, "register", taps));
          for (Lie lie : Lie.values()) {
            lying.tell(lie);
            // On a busy machine a check may see too little to say anything.
            for (int i = 0; lie.isOfClients() && i < TRIES && !isNamed(lie, found.get(lie)); i++) {
              found.put(lie, look(cluster, lying, "register", taps));
            }
          }
        });

    assertThat(honest).anyMatch(finding -> finding.check().startsWith("option reads"));
    for (Lie lie : Lie.values()) {
      assertThat(isNamed(lie, honest)).as(lie + ": " + honest).isFalse();
      assertThat(!lie.isOfClients() || isNamed(lie, found.get(lie)))
          .as(lie + ": " + found.get(lie))
          .isTrue();
    }
  }

  @Tag("extended")
  @Test
  void nodesWithoutLinksAreNamed() throws Exception {
    Trial.Result result = quick(new LyingDatabase(Lie.LINKS_NOT_USED), "register");

    assertThat(isNamed(Lie.LINKS_NOT_USED, result.findings()))
        .as(result.findings().toString())
        .isTrue();
  }

  @Tag("extended")
  @Test
  void nodesThatNoFaultReachesAreNamed() throws Exception {
    try (LyingDatabase lying = new LyingDatabase(Lie.PROCESSES_NOT_FOUND)) {
      Trial.Result result = faulty(lying);

      assertThat(isNamed(Lie.PROCESSES_NOT_FOUND, result.underFaults()))
          .as(result.underFaults().toString())
          .isTrue();
    }
  }

  @Test
  void theDocsNameEveryLie() throws Exception {
    String docs = Files.readString(Path.of("../docs/try.md")).replaceAll("\\s+", " ");
    for (Lie lie : Lie.values()) {
      assertThat(docs).as(lie.name()).contains(lie.named(), lie.remedy());
    }
  }

  /** Whether a finding has the words for a lie, and its remedy those for what to do. */
  private static boolean isNamed(Lie lie, List<Finding> findings) {
    return findings != null
        && findings.stream()
            .anyMatch(
                finding ->
                    finding.grade() != Grade.OK
                        && finding.text().contains(lie.named())
                        && finding.remedy().contains(lie.remedy()));
  }

  @Tag("extended")
  @Test
  void honestClientsAreNotSuspected() throws Exception {
    Database honest = new Brittle();
    Map<String, List<Finding>> found = new TreeMap<>();

    onOneCluster(
        honest,
        (cluster, taps) -> {
          for (String workload : TRIED) {
            found.put(workload, look(cluster, honest, workload, taps));
          }
        });

    for (String workload : TRIED) {
      assertThat(found.get(workload)).anyMatch(finding -> finding.grade() == Grade.OK);
      assertThat(wrong(found.get(workload))).isEmpty();
      for (Lie lie : Lie.values()) {
        assertThat(isNamed(lie, found.get(workload))).as(workload + ": " + lie).isFalse();
      }
    }
  }

  @Tag("extended")
  @Test
  void honestClientsOfAStaleStoreAreNotAccused() throws Exception {
    Database stale = new StaleDatabase();
    List<Finding> found = new ArrayList<>();

    onOneCluster(stale, (cluster, taps) -> found.addAll(look(cluster, stale, "register", taps)));

    assertThat(found).isNotEmpty();
    assertThat(wrong(found)).isEmpty();
  }

  @Tag("extended")
  @Test
  void faultsShowWhatErrorsMeant() throws Exception {
    Trial.Result honest = faulty(new Brittle());
    assertThat(honest.outcomes()).noneMatch(OutcomeRow::isContradicted);
    assertThat(wrong(honest.findings())).isEmpty();
    assertThat(wrong(honest.underFaults())).isEmpty();
    assertThat(honest.underFaults())
        .extracting(Finding::check)
        .contains("a node that is killed answers nobody", "a node that is paused answers nobody");
    assertThat(honest.outcomes()).extracting(OutcomeRow::during).contains("kill", "pause");

    Trial.Result lying = faulty(new LyingDatabase(Lie.SWALLOWED_ERROR));
    assertThat(lying.outcomes())
        .anyMatch(row -> row.isContradicted() && row.said().equals("ok") && row.not() > 0);
    assertThat(lying.run().judgement().verdict()).isEqualTo(Verdict.INVALID);
    assertThat(wrong(lying.underFaults()))
        .extracting(Finding::check)
        .containsOnly(OutcomesChecker.ACKNOWLEDGED_BUT_LOST);
  }

  private static List<Finding> wrong(List<Finding> findings) {
    return findings.stream().filter(finding -> finding.grade() == Grade.WRONG).toList();
  }

  private interface Looking {
    void look(Cluster cluster, Taps taps) throws InterruptedException;
  }

  private List<Finding> look(Cluster cluster, Database database, String workload, Taps taps)
      throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Workload<?> tried = Workloads.REGISTRY.get(workload);
    ContractChecks.run(
        new Tried(
            cluster,
            database,
            database instanceof LyingDatabase lying ? lying.settings() : TargetSettings.NONE,
            tried,
            tried.knownCalls().orElseThrow(),
            taps,
            objects,
            findings::add),
        () -> false);
    return findings;
  }

  /** Starts a cluster as a trial does, and looks at it several times. */
  private void onOneCluster(Database database, Looking looking) throws Exception {
    try (Taps taps = new Taps()) {
      Prelude prelude =
          new Prelude() {
            @Override
            public void play(Cluster cluster) throws InterruptedException {
              looking.look(cluster, taps);
            }

            @Override
            public List<String> command(RunOptions options) {
              return List.of("try", database.name());
            }
          };
      RunOptions options =
          TrialPlan.quick(RunOptions.of(database.name(), "register", runs), 3).build();
      RunParts parts =
          new RunParts(
              options,
              taps.around(database),
              Workloads.REGISTRY.get("register"),
              new Silent(),
              new Stop(),
              new Breaches(text -> {}),
              prelude);
      new Run(parts).execute(RunFolder.create(runs, "try", Instant.now(), options.seed()));
    }
  }

  private Trial.Result quick(Database database, String workload) throws Exception {
    RunOptions.Builder options = RunOptions.of(database.name(), workload, runs);
    return run(database, TrialPlan.quick(options, 3).build());
  }

  private Trial.Result faulty(Database database) throws Exception {
    RunOptions.Builder options = RunOptions.of(database.name(), "register", runs);
    return run(database, TrialPlan.apply(options, 3, true, true).build());
  }

  private Trial.Result run(Database database, RunOptions options) throws Exception {
    Watcher silent = new Silent();
    RunParts parts =
        new RunParts(
            options,
            database,
            Workloads.REGISTRY.get(options.workload()),
            silent,
            new Stop(),
            new Breaches(silent::note));
    RunFolder folder = RunFolder.create(runs, "try", Instant.now(), options.seed());
    List<String> command = List.of("try", database.name());
    return new Trial(parts, TargetSettings.NONE, command, finding -> {}).execute(folder);
  }

  private static final class Silent implements Watcher {
    @Override
    public void step(String text) {}

    @Override
    public void progress(Progress progress, Duration elapsed, Duration limit, String faults) {}

    @Override
    public void note(String text) {}
  }
}
