package dev.ordeal.harness.cli;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.harness.cli.option.CheckTime;
import dev.ordeal.harness.cli.option.EnvironmentOptions;
import dev.ordeal.harness.cli.option.ExperimentOptions;
import dev.ordeal.harness.cli.option.LevelNames;
import dev.ordeal.harness.cli.option.PathOptions;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.option.WatchOptions;
import dev.ordeal.harness.run.RunDefaults;
import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.nemesis.schedule.ScheduleFile;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCodeException;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import dev.ordeal.workloads.generator.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that run: what is asked of which target, where, and how it is broken. */
final class RunSettings {
  private static final int MESSAGE_MAX = 200;
  private static final String MORE = ", … (ordeal list targets)";

  private static final Pattern CONCURRENCY = Pattern.compile("(\\d{1,9})(n?)");

  @Mixin private PathOptions brought;

  @Option(
      names = {"-w", "--workload"},
      description = "workload (default: the one that exposes --bug, else register)")
  private String workload;

  @Option(
      names = "--consistency",
      paramLabel = "LEVEL",
      description =
          "what the target promises, of 'ordeal list levels' (default: strict-serializable for"
              + " transactions, linearizable for registers)")
  private String consistency;

  @Mixin private ExperimentOptions experiment;

  @Option(
      names = "--faults",
      split = ",",
      description =
          "kinds of faults, or none (default: those a bug's note names, else"
              + " partition,kill,pause,latency, for one node kill,pause; none if the target's nodes"
              + " run already)")
  private List<String> faults;

  @Option(
      names = "--schedule",
      description =
          "faults from a file instead of planned ones; a run's schedule.yml is an example")
  private Path schedule;

  @Option(names = "--nodes", description = "nodes in the cluster (default: 5)")
  private Integer nodes;

  @Option(
      names = "--concurrency",
      defaultValue = "2n",
      description = "client threads; 2n is two a node (default: ${DEFAULT-VALUE})")
  private String concurrency;

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "operations a second, all threads together (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--time-limit",
      defaultValue = "30s",
      description = "how long to generate operations (default: ${DEFAULT-VALUE})")
  private Duration timeLimit;

  @Option(
      names = "--warm-up",
      description =
          "how long the beginning is left out of steady state, availability and rate (default: 2s)")
  private Duration warmUp;

  @Option(
      names = "--operation-timeout",
      defaultValue = "5s",
      description = "when a call's outcome counts as unknown (default: ${DEFAULT-VALUE})")
  private Duration operationTimeout;

  @Mixin private WatchOptions watched;

  @Option(
      names = "--check-time",
      defaultValue = "2m",
      description = "how long checking may take (default: ${DEFAULT-VALUE})")
  private Duration checkTime;

  @Option(names = "--seed", description = "determines operations and faults (default: random)")
  private Long seed;

  @Mixin private EnvironmentOptions environment;

  @Mixin private TargetOptions targetOptions;

  @Option(
      names = "--toxiproxy",
      defaultValue = "embedded",
      description =
          "the Toxiproxy server for the links: embedded, binary, binary:PATH, container,"
              + " container:IMAGE or http://HOST:PORT (default: ${DEFAULT-VALUE})")
  private String toxiproxy;

  /** Makes what the user brought known; once, before anything is prepared. */
  void bring(String target) {
    brought.use(target);
  }

  /**
   * Makes the target and decides everything of a run.
   *
   * @param out the folder of run folders
   * @param breaches takes what foreign code does against its contract
   * @throws UsageException if an option is wrong
   * @throws ForeignCodeException if the target's code fails
   */
  PreparedRun prepare(String target, Path out, Breaches breaches) throws ForeignCodeException {
    Database database = targetOptions.database(target, breaches);
    Workload<?> asked = workload(database);
    checkContract(target, database, asked);
    return new PreparedRun(options(target, out, database, asked), database, asked, breaches);
  }

  private Workload<?> workload(Database database) {
    Workload<?> known =
        Workloads.REGISTRY.get(
            workload != null ? workload : RunDefaults.workload(database, targetOptions.bugs()));
    if (consistency == null) {
      return known;
    }
    ConsistencyModel level =
        ConsistencyModel.byName(consistency)
            .orElseThrow(() -> new UsageException(LevelNames.unknown(consistency)));
    try {
      return known.promising(level);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--consistency " + consistency + ": " + wrong.getMessage());
    }
  }

  /** Before anything starts: a database that says which contracts it fulfils is believed. */
  private static void checkContract(String target, Database database, Workload<?> asked) {
    Set<Class<?>> contracts = database.contracts();
    if (!contracts.isEmpty() && !contracts.contains(asked.contract())) {
      String said =
          "target %s has no %s, which workload %s needs; it can run "
              .formatted(target, asked.contract().getSimpleName(), asked.name());
      throw new UsageException(said + some(ListCommand.workloads(database), said.length()));
    }
  }

  /** As many names as a message that is this long already has room for. */
  private static String some(List<String> names, int length) {
    String all = String.join(", ", names);
    int room = MESSAGE_MAX - length - MORE.length();
    return all.length() <= room + MORE.length()
        ? all
        : all.substring(0, all.lastIndexOf(", ", room)) + MORE;
  }

  private RunOptions options(String target, Path out, Database database, Workload<?> asked) {
    environment.use(database);
    EnvironmentSettings settingsOfEnvironment = environment.settings();
    int count = environment.nodes(nodes, database.defaultNodes());
    if (!(rate > 0) || rate > RunDefaults.RATE_MAX) {
      throw new UsageException("--rate must be above 0 and at most 1000000, not " + rate);
    }
    if (timeLimit.isZero()) {
      throw new UsageException("--time-limit must be above 0");
    }
    CheckTime.require(checkTime);
    if (warmUp != null && warmUp.compareTo(timeLimit) >= 0) {
      throw new UsageException("--warm-up must be shorter than --time-limit");
    }
    if (!toxiproxy.matches("embedded|(binary|container)(:.+)?|http://.*")) {
      throw new UsageException(
          "--toxiproxy must be embedded, binary, binary:PATH, container, container:IMAGE or"
              + " http://HOST:PORT, not "
              + toxiproxy);
    }
    long decided = seed == null ? RunDefaults.seed() : seed;
    Optional<ScheduleFile> written = schedule(decided, count);
    RunOptions.Builder options = RunOptions.of(target, asked.name(), out);
    options.path(brought.text());
    if (consistency != null) {
      options.consistency(consistency);
    }
    if (warmUp != null) {
      options.warmUp(warmUp);
    }
    return options
        .experiment(experiment.experiment())
        .environment(environment.name(), settingsOfEnvironment)
        .faults(
            written
                .map(ScheduleFile::types)
                .orElseGet(
                    () ->
                        RunDefaults.faults(
                            database,
                            targetOptions.bugs(),
                            Optional.ofNullable(faults),
                            environment.reachesLinks(database, count))))
        .nodes(count)
        .threads(threads(count))
        .rate(rate)
        .timeLimit(timeLimit)
        .operationTimeout(operationTimeout)
        .checkTime(checkTime)
        .seed(decided)
        .bugs(targetOptions.bugs())
        .settings(targetOptions.settings())
        .toxiproxy(toxiproxy)
        .recoveryTime(watched.recoveryTime())
        .logRules(watched.logRules(target, database))
        .schedule(written)
        .build();
  }

  private Optional<ScheduleFile> schedule(long decided, int count) {
    if (schedule == null) {
      return Optional.empty();
    }
    if (faults != null) {
      throw new UsageException("--schedule says which faults there are; leave --faults out");
    }
    try {
      ScheduleFile file = ScheduleFile.read(schedule, new Seed(decided));
      file.requireFits(count, timeLimit);
      return Optional.of(file);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--schedule: " + wrong.getMessage());
    } catch (IOException unreadable) {
      throw new UsageException("--schedule " + schedule + " cannot be read");
    }
  }

  private int threads(int count) {
    var matcher = CONCURRENCY.matcher(concurrency);
    if (!matcher.matches()) {
      throw new UsageException(
          "--concurrency must be a number, or a number and n: 10, 2n; not " + concurrency);
    }
    long number = Long.parseLong(matcher.group(1));
    long all = matcher.group(2).isEmpty() ? number : number * count;
    if (all < 1 || all > RunDefaults.THREADS_MAX) {
      throw new UsageException(
          "--concurrency must be from 1 to %d client threads, not %s"
              .formatted(RunDefaults.THREADS_MAX, concurrency));
    }
    return (int) all;
  }
}
