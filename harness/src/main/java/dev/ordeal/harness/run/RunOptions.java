package dev.ordeal.harness.run;

import dev.ordeal.harness.watch.LogRules;
import dev.ordeal.nemesis.FaultKind;
import dev.ordeal.nemesis.ScheduleFile;
import dev.ordeal.targets.Environments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that decides a run.
 *
 * @param target name of the system under test, or of its class
 * @param targetPath where that class is; empty if it is a class of Ordeal's
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
    String targetPath,
    String workload,
    String consistency,
    Experiment experiment,
    String environment,
    Environments.Settings environmentSettings,
    List<FaultKind> faults,
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
}
