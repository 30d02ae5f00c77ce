package dev.ordeal.junit;

import dev.ordeal.checkers.activity.SteadyState;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.harness.run.Experiment;
import dev.ordeal.harness.run.RunDefaults;
import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.harness.watch.LogRules;
import dev.ordeal.results.registry.ExtensionException;
import dev.ordeal.results.registry.UnknownNameException;
import dev.ordeal.targets.Bug;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Environment;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.Environments;
import dev.ordeal.targets.attached.AttachedEnvironment;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCodeException;
import dev.ordeal.targets.foreign.TimeLimitedDatabase;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a run is asked for; begun by {@link Ordeal}. Whatever is not said is as {@code ordeal run}
 * has it. Not thread-safe; each test has its own, and tests that run at the same time do not
 * disturb each other.
 *
 * <p>A name that does not exist is refused by {@link #run}, with the one that was probably meant.
 */
public final class OrdealBuilder {
  private static final Duration TIME_MIN = Duration.ofMillis(1);
  private static final Duration TIME_MAX = Duration.ofDays(365);
  private static final int IN_PROCESS_THREADS = 8;
  private static final double IN_PROCESS_RATE = 2_000;
  private static final double RATE = 200;
  private static final int THREADS_A_NODE = 2;

  private static final String IMAGE = "--image";

  private final Tested tested;
  private String workload = "";
  private String consistency = "";
  private Optional<List<String>> faults = Optional.empty();
  private String environment = "";
  private String image;
  private OptionalInt nodes = OptionalInt.empty();
  private OptionalInt threads = OptionalInt.empty();
  private double rate;
  private Duration time = Duration.ofSeconds(30);
  private Duration operationTimeout = Duration.ofSeconds(5);
  private Duration recoveryTime = RunOptions.RECOVERY_TIME;
  private Duration checkTime = Duration.ofMinutes(2);
  private String steadyState = "";
  private OptionalLong seed = OptionalLong.empty();
  private List<String> bugs = List.of();
  private Path folder = RunsFolder.usual();

  OrdealBuilder(Tested tested) {
    this.tested = tested;
    this.rate = tested.isObject() ? IN_PROCESS_RATE : RATE;
  }

  /**
   * What is asked of it, of {@code ordeal list workloads}: {@code register} unless this is called,
   * or the first one for the clients of {@link Ordeal#inProcess}.
   */
  public OrdealBuilder workload(String name) {
    workload = Objects.requireNonNull(name, "workload");
    return this;
  }

  /** What it promises, of {@code ordeal list levels}; what the workload asks unless called. */
  public OrdealBuilder consistency(String level) {
    consistency = Objects.requireNonNull(level, "consistency");
    return this;
  }

  /** Kinds of faults, of {@code ordeal list faults}; none at all without arguments. */
  public OrdealBuilder faults(String... kinds) {
    faults = Optional.of(List.of(kinds));
    return this;
  }

  /** Where the nodes live: {@code process} unless this is called, {@code netns}, {@code docker}. */
  public OrdealBuilder environment(String name) {
    environment = Objects.requireNonNull(name, "environment");
    return this;
  }

  /** The image of the environment {@code docker}. */
  public OrdealBuilder image(String name) {
    image = Objects.requireNonNull(name, "image");
    return this;
  }

  /** Nodes in the cluster, from 1 to 25. */
  public OrdealBuilder nodes(int count) {
    nodes = OptionalInt.of(count);
    return this;
  }

  /** Client threads: two a node unless this is called, eight for an object of this program. */
  public OrdealBuilder threads(int count) {
    threads = OptionalInt.of(count);
    return this;
  }

  /**
   * Operations a second of all threads together: 200 unless this is called, 2,000 for an object of
   * this program.
   */
  public OrdealBuilder rate(double operationsPerSecond) {
    rate = operationsPerSecond;
    return this;
  }

  /** How long operations are made: from 1 ms to 365 days, 30 s unless this is called. */
  public OrdealBuilder time(Duration limit) {
    time = Objects.requireNonNull(limit, "time");
    return this;
  }

  /** When a call's outcome counts as unknown: after 5 s unless this is called. */
  public OrdealBuilder operationTimeout(Duration limit) {
    operationTimeout = Objects.requireNonNull(limit, "operationTimeout");
    return this;
  }

  /** How long nodes may take to serve clients once all faults are undone: 60 s unless called. */
  public OrdealBuilder recoveryTime(Duration limit) {
    recoveryTime = Objects.requireNonNull(limit, "recoveryTime");
    return this;
  }

  /** How long checking may take before the verdict is unknown: 2 min unless this is called. */
  public OrdealBuilder checkTime(Duration limit) {
    checkTime = Objects.requireNonNull(limit, "checkTime");
    return this;
  }

  /** What clients are promised each second: {@code success=95%,p99=500ms,recovery=10s}. */
  public OrdealBuilder steadyState(String promise) {
    steadyState = Objects.requireNonNull(promise, "steadyState");
    return this;
  }

  /** Bugs of the target to switch on. */
  public OrdealBuilder bugs(String... names) {
    bugs = List.of(names);
    return this;
  }

  /**
   * Decides operations and faults. Without it {@code -Dordeal.seed} does, the seed of {@link
   * OrdealTest}, or one that is drawn and reported.
   */
  public OrdealBuilder seed(long number) {
    seed = OptionalLong.of(number);
    return this;
  }

  /**
   * The folder of run folders: {@code target/ordeal} unless this is called ({@code build/ordeal}
   * where Gradle builds), or what the system property {@code ordeal.out} says.
   */
  public OrdealBuilder folder(Path runs) {
    folder = Objects.requireNonNull(runs, "folder");
    return this;
  }

  /**
   * Runs, on a thread of its own, and judges. A test that is interrupted meanwhile, as by
   * {@code @Timeout}, heals what was broken before this returns.
   *
   * @throws IllegalArgumentException if something is asked for that cannot be; nothing was started
   * @throws OrdealException if the run could not be made, or was broken off; the message says
   *     whether everything is undone
   */
  public OrdealRun run() {
    RunLog log = new RunLog();
    Breaches breaches = new Breaches(text -> log.problem("Foreign code: " + text));
    try {
      Planned planned = planned(breaches);
      OrdealRun run = new Launch(planned, log, breaches).execute();
      CurrentTest.ofThread().ifPresent(test -> Publishing.publish(test.context(), run));
      return run;
    } catch (UnknownNameException | ExtensionException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    } catch (ForeignCodeException failed) {
      throw new OrdealException(failed.getMessage(), failed);
    }
  }

  /** What a run would be made of. */
  record Planned(RunOptions options, Database database, Workload<?> workload, Again again) {}

  /**
   * Decides everything of a run, and starts nothing.
   *
   * @throws ForeignCodeException if the database fails to say what it is
   */
  Planned planned(Breaches breaches) throws ForeignCodeException {
    Database database =
        new TimeLimitedDatabase("target " + tested.target(), tested.database(), breaches);
    Workload<?> asked = asked(database);
    Again again = Again.of(tested, seed);
    return new Planned(options(database, asked, again.seed()), database, asked, again);
  }

  private Workload<?> asked(Database database) {
    Workload<?> known = Workloads.REGISTRY.get(workload.isEmpty() ? usual(database) : workload);
    Set<Class<?>> contracts = database.contracts();
    if (!contracts.isEmpty() && !contracts.contains(known.contract())) {
      throw new IllegalArgumentException(
          "%s has no %s, which workload %s needs"
              .formatted(tested.target(), known.contract().getSimpleName(), known.name()));
    }
    if (consistency.isEmpty()) {
      return known;
    }
    ConsistencyModel level =
        ConsistencyModel.byName(consistency)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "There is no level '%s': see ordeal list levels".formatted(consistency)));
    return known.promising(level);
  }

  private String usual(Database database) {
    if (tested.isObject()) {
      return Workloads.all().stream()
          .filter(one -> database.contracts().contains(one.contract()))
          .map(Workload::name)
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "no workload asks for a " + database.contracts().iterator().next()));
    }
    return RunDefaults.workload(database, bugs);
  }

  private RunOptions options(Database database, Workload<?> asked, long decided) {
    int running = database.running().size();
    int count = nodes.orElse(running > 0 ? running : database.defaultNodes());
    check(database, running, count);
    if (!steadyState.isEmpty()) {
      SteadyState.parse(steadyState);
    }
    String usualPlace = running > 0 ? AttachedEnvironment.NAME : "process";
    String place = environment.isEmpty() ? usualPlace : environment;
    Environment where = Environments.REGISTRY.get(place);
    int usualThreads = tested.isObject() ? IN_PROCESS_THREADS : THREADS_A_NODE * count;
    return RunOptions.of(tested.target(), asked.name(), folder)
        .path(tested.path())
        .consistency(consistency)
        .experiment(new Experiment(steadyState, List.of(), "", Optional.empty()))
        .environment(place, settings(where))
        .faults(
            RunDefaults.faults(database, bugs, faults, count > 1 && where.reachesLinks(database)))
        .nodes(count)
        .threads(threads.orElse(usualThreads))
        .rate(rate)
        .timeLimit(time)
        .warmUp(
            time.compareTo(RunOptions.WARM_UP.multipliedBy(2)) < 0
                ? time.dividedBy(4)
                : RunOptions.WARM_UP)
        .operationTimeout(operationTimeout)
        .checkTime(checkTime)
        .seed(decided)
        .bugs(bugs)
        .settings(tested.settings())
        .recoveryTime(recoveryTime)
        .logRules(
            new LogRules(
                List.of(),
                database.logPatterns().stream().map(LogRules::checked).toList(),
                List.of()))
        .build();
  }

  private EnvironmentSettings settings(Environment place) {
    require(
        image == null || place.options().contains(IMAGE),
        "image(\"%s\") is for environment(\"docker\"), not for " + place.name(),
        image);
    EnvironmentSettings settings = new EnvironmentSettings(List.of(), null, false, image);
    place.check(settings);
    return settings;
  }

  private void check(Database database, int running, int count) {
    require(count >= 1 && count <= Environment.NODES_MAX, "nodes(%s): from 1 to 25", count);
    require(
        running == 0 || count == running,
        "nodes(%s): " + tested.target() + " runs already, with " + running + "; leave nodes out",
        count);
    int asked = threads.orElse(1);
    require(asked >= 1 && asked <= RunDefaults.THREADS_MAX, "threads(%s): from 1 to 100000", asked);
    require(rate > 0 && rate <= RunDefaults.RATE_MAX, "rate(%s): above 0, at most 1000000", rate);
    checkTime("time", time);
    checkTime("operationTimeout", operationTimeout);
    checkTime("recoveryTime", recoveryTime);
    checkTime("checkTime", checkTime);
    List<String> known = database.bugs().stream().map(Bug::name).toList();
    bugs.forEach(bug -> require(known.contains(bug), "there is no bug '%s' to switch on", bug));
    boolean isAttached = environment.equals(AttachedEnvironment.NAME);
    require(
        environment.isEmpty() || running > 0 == isAttached,
        "environment(\"%s\") is not for this target: leave it out",
        environment);
    require(
        running == 0
            || faults.map(named -> named.isEmpty() || named.equals(List.of("none"))).orElse(true),
        "faults: %s runs already, so it is not broken; leave faults out",
        tested.target());
    require(
        !Files.exists(folder) || Files.isDirectory(folder),
        "folder(%s) is a file; name a folder",
        folder);
  }

  private static void checkTime(String name, Duration time) {
    require(
        time.compareTo(TIME_MIN) >= 0 && time.compareTo(TIME_MAX) <= 0,
        name + "(%s): from 1 ms to 365 days",
        time);
  }

  private static void require(boolean holds, String otherwise, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise.formatted(value));
    }
  }
}
