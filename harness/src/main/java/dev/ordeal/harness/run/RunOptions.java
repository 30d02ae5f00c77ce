package dev.ordeal.harness.run;

import dev.ordeal.harness.watch.LogRules;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.schedule.ScheduleFile;
import dev.ordeal.targets.EnvironmentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that decides a run.
 *
 * @param target name of the system under test, or of its class
 * @param path where classes of the user's are, as {@code --path} says it; empty if there are none
 * @param workload name of what is asked of it
 * @param consistency the name of what is promised; empty for what the workload asks by itself
 * @param experiment what makes it a chaos experiment
 * @param environment where the nodes live
 * @param environmentSettings what the environment has to be told
 * @param faults kinds of faults, in the order given
 * @param nodes number of nodes
 * @param threads number of client threads
 * @param rate operations a second of all threads together
 * @param timeLimit how long operations are generated
 * @param warmUp how long the beginning is not judged for steadiness and availability
 * @param operationTimeout when a call's outcome is recorded as unknown
 * @param checkTime how long checking may take
 * @param seed decides operations and faults
 * @param bugs bugs to switch on
 * @param settings options of the target by name
 * @param toxiproxy {@code embedded}, {@code binary} or {@code binary:PATH}, {@code container} or
 *     {@code container:IMAGE}, or a URL
 * @param recoveryTime how long nodes may take after all faults were undone until they serve clients
 * @param logRules what the nodes' logs must not hold beside what is known
 * @param schedule faults written by hand instead of planned ones
 * @param out folder of all run folders
 */
public record RunOptions(
    String target,
    String path,
    String workload,
    String consistency,
    Experiment experiment,
    String environment,
    EnvironmentSettings environmentSettings,
    List<FaultType> faults,
    int nodes,
    int threads,
    double rate,
    Duration timeLimit,
    Duration warmUp,
    Duration operationTimeout,
    Duration checkTime,
    long seed,
    List<String> bugs,
    Map<String, String> settings,
    String toxiproxy,
    Duration recoveryTime,
    LogRules logRules,
    Optional<ScheduleFile> schedule,
    Path out) {
  /** How long the beginning is not judged unless another time is asked for. */
  public static final Duration WARM_UP = Duration.ofSeconds(2);

  /** How long nodes may take to recover unless another time is asked for; as long as to start. */
  public static final Duration RECOVERY_TIME = Duration.ofSeconds(60);

  /** Options of a cluster of three nodes without faults, where nothing else is asked for. */
  public static Builder of(String target, String workload, Path out) {
    return new Builder(target, workload, out);
  }

  /** Takes what differs from the usual values; each method is named after its component. */
  public static final class Builder {
    private final String target;
    private final String workload;
    private final Path out;
    private String path = "";
    private String consistency = "";
    private Experiment experiment = Experiment.NONE;
    private String environment = "process";
    private EnvironmentSettings environmentSettings = EnvironmentSettings.NONE;
    private List<FaultType> faults = List.of();
    private int nodes = 3;
    private int threads = 6;
    private double rate = 200;
    private Duration timeLimit = Duration.ofSeconds(30);
    private Duration warmUp = WARM_UP;
    private Duration operationTimeout = Duration.ofSeconds(5);
    private Duration checkTime = Duration.ofMinutes(2);
    private long seed = 0;
    private List<String> bugs = List.of();
    private Map<String, String> settings = Map.of();
    private String toxiproxy = "embedded";
    private Duration recoveryTime = RECOVERY_TIME;
    private LogRules logRules = LogRules.NONE;
    private Optional<ScheduleFile> schedule = Optional.empty();

    private Builder(String target, String workload, Path out) {
      this.target = target;
      this.workload = workload;
      this.out = out;
    }

    public Builder path(String value) {
      path = value;
      return this;
    }

    public Builder consistency(String value) {
      consistency = value;
      return this;
    }

    public Builder experiment(Experiment value) {
      experiment = value;
      return this;
    }

    public Builder environment(String name, EnvironmentSettings itsSettings) {
      environment = name;
      environmentSettings = itsSettings;
      return this;
    }

    public Builder faults(List<FaultType> value) {
      faults = value;
      return this;
    }

    public Builder nodes(int value) {
      nodes = value;
      return this;
    }

    public Builder threads(int value) {
      threads = value;
      return this;
    }

    public Builder rate(double value) {
      rate = value;
      return this;
    }

    public Builder timeLimit(Duration value) {
      timeLimit = value;
      return this;
    }

    public Builder warmUp(Duration value) {
      warmUp = value;
      return this;
    }

    public Builder operationTimeout(Duration value) {
      operationTimeout = value;
      return this;
    }

    public Builder checkTime(Duration value) {
      checkTime = value;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public Builder bugs(List<String> value) {
      bugs = value;
      return this;
    }

    public Builder settings(Map<String, String> value) {
      settings = value;
      return this;
    }

    public Builder toxiproxy(String value) {
      toxiproxy = value;
      return this;
    }

    public Builder recoveryTime(Duration value) {
      recoveryTime = value;
      return this;
    }

    public Builder logRules(LogRules value) {
      logRules = value;
      return this;
    }

    public Builder schedule(Optional<ScheduleFile> value) {
      schedule = value;
      return this;
    }

    public RunOptions build() {
      return new RunOptions(
          target,
          path,
          workload,
          consistency,
          experiment,
          environment,
          environmentSettings,
          faults,
          nodes,
          threads,
          rate,
          timeLimit,
          warmUp,
          operationTimeout,
          checkTime,
          seed,
          bugs,
          settings,
          toxiproxy,
          recoveryTime,
          logRules,
          schedule,
          out);
    }
  }
}
