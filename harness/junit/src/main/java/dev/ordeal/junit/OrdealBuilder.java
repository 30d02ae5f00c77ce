package dev.ordeal.junit;

import dev.ordeal.checkers.activity.SteadyState;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.harness.run.Experiment;
import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.harness.watch.LogRules;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.results.registry.ExtensionException;
import dev.ordeal.results.registry.UnknownNameException;
import dev.ordeal.targets.Bug;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Environment;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.attached.AttachedEnvironment;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCodeException;
import dev.ordeal.targets.foreign.TimeLimitedDatabase;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  private static final double RATE_MAX = 1e6;
  private static final int THREADS_MAX = 100_000;
  private static final int IN_PROCESS_THREADS = 8;
  private static final double IN_PROCESS_RATE = 2_000;
  private static final double RATE = 200;
  private static final int THREADS_A_NODE = 2;

  private final Tested tested;
  private String workload = "";
  private String consistency = "";
  private List<String> faults;
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
    workload = name;
    return this;
  }

  /** What it promises, of {@code ordeal list levels}; what the workload asks unless called. */
  public OrdealBuilder consistency(String level) {
    consistency = level;
    return this;
  }

  /** Kinds of faults, of {@code ordeal list faults}; none at all without arguments. */
  public OrdealBuilder faults(String... kinds) {
    faults = List.of(kinds);
    return this;
  }

  /** Where the nodes live: {@code process} unless this is called, {@code netns}, {@code docker}. */
  public OrdealBuilder environment(String name) {
    environment = name;
    return this;
  }

  /** The image of the environment {@code docker}. */
  public OrdealBuilder image(String name) {
    image = name;
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

  /** How long operations are made, above zero: 30 s unless this is called. */
  public OrdealBuilder time(Duration limit) {
    time = limit;
    return this;
  }

  /** When a call's outcome counts as unknown: after 5 s unless this is called. */
  public OrdealBuilder operationTimeout(Duration limit) {
    operationTimeout = limit;
    return this;
  }

  /** How long nodes may take to serve clients once all faults are undone: 60 s unless called. */
  public OrdealBuilder recoveryTime(Duration limit) {
    recoveryTime = limit;
    return this;
  }

  /** How long checking may take before the verdict is unknown: 2 min unless this is called. */
  public OrdealBuilder checkTime(Duration limit) {
    checkTime = limit;
    return this;
  }

  /** What clients are promised each second: {@code success=95%,p99=500ms,recovery=10s}. */
  public OrdealBuilder steadyState(String promise) {
    steadyState = promise;
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
    folder = runs;
    return this;
  }

  /**
   * Runs, on a thread of its own, and judges. A test that is interrupted meanwhile, as by
   * {@code @Timeout}, heals what was broken before this returns.
   *
   * @throws IllegalArgumentException if something is asked for that cannot be; nothing was started
   * @throws OrdealException if the run could not be made, or was broken off
   */
  public OrdealRun run() {
    RunLog log = new RunLog();
    Breaches breaches = new Breaches(text -> log.problem("Foreign code: " + text));
    try {
      Database database =
          new TimeLimitedDatabase("target " + tested.target(), tested.database(), breaches);
      Workload asked = asked(database);
      Again again = Again.of(tested, seed);
      RunOptions options = options(database, asked, again.seed());
      OrdealRun run = new Launch(options, database, asked, log, breaches, again).execute();
      CurrentTest.ofThread().ifPresent(test -> Publishing.publish(test.context(), run));
      return run;
    } catch (UnknownNameException | ExtensionException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    } catch (ForeignCodeException failed) {
      throw new OrdealException(failed.getMessage(), failed);
    }
  }

  private Workload asked(Database database) {
    Workload known = Workloads.REGISTRY.get(workload.isEmpty() ? usual(database) : workload);
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
    return noted(database).map(bug -> bug.workloads().getFirst()).orElse("register");
  }

  /** The first of the bugs that are switched on. */
  private Optional<Bug> noted(Database database) {
    return database.bugs().stream().filter(bug -> bugs.contains(bug.name())).findFirst();
  }

  private RunOptions options(Database database, Workload asked, long decided) {
    boolean isRunning = !database.running().isEmpty();
    int count = nodes.orElse(isRunning ? database.running().size() : database.defaultNodes());
    check(database, isRunning, count);
    if (!steadyState.isEmpty()) {
      SteadyState.parse(steadyState);
    }
    String where = isRunning ? AttachedEnvironment.NAME : "process";
    int usualThreads = tested.isObject() ? IN_PROCESS_THREADS : THREADS_A_NODE * count;
    return RunOptions.of(tested.target(), asked.name(), folder)
        .path(tested.path())
        .consistency(consistency)
        .experiment(new Experiment(steadyState, List.of(), "", Optional.empty()))
        .environment(
            environment.isEmpty() ? where : environment,
            new EnvironmentSettings(List.of(), null, false, image))
        .faults(faultTypes(database, isRunning, count))
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

  private void check(Database database, boolean isRunning, int count) {
    require(count >= 1 && count <= Environment.NODES_MAX, "nodes(%s): from 1 to 25", count);
    int asked = threads.orElse(1);
    require(asked >= 1 && asked <= THREADS_MAX, "threads(%s): from 1 to 100000", asked);
    require(rate > 0 && rate <= RATE_MAX, "rate(%s): above 0, at most 1000000", rate);
    for (Duration one : List.of(time, operationTimeout, recoveryTime, checkTime)) {
      require(one.isPositive(), "a time must be above zero, not %s", one);
    }
    List<String> known = database.bugs().stream().map(Bug::name).toList();
    bugs.forEach(bug -> require(known.contains(bug), "there is no bug '%s' to switch on", bug));
    boolean isAttached = environment.equals(AttachedEnvironment.NAME);
    require(
        environment.isEmpty() || isRunning == isAttached,
        "environment(\"%s\") is not for this target: leave it out",
        environment);
    require(
        !isRunning || faults == null || faults.isEmpty() || faults.equals(List.of("none")),
        "faults: %s runs already, so it is not broken; leave faults out",
        tested.target());
  }

  private static void require(boolean holds, String otherwise, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise.formatted(value));
    }
  }

  private List<FaultType> faultTypes(Database database, boolean isRunning, int count) {
    if (faults == null) {
      List<String> exposing = noted(database).map(Bug::faults).orElse(List.of());
      List<FaultType> usual =
          exposing.isEmpty()
              ? FaultTypes.defaults(count)
              : exposing.stream().map(FaultTypes::get).toList();
      return isRunning ? List.of() : usual;
    }
    return faults.equals(List.of("none"))
        ? List.of()
        : faults.stream().map(FaultTypes::get).toList();
  }
}
