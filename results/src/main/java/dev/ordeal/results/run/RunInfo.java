package dev.ordeal.results.run;

import java.util.List;
import java.util.Map;

/**
 * What was run: the content of {@code run.json}.
 *
 * @param id the name that marks everything this run starts, on any machine
 * @param state {@code running}, {@code finished}, {@code interrupted}, {@code aborted} (a limit of
 *     the experiment was exceeded) or {@code failed}
 * @param target the system under test
 * @param workload what was asked of it
 * @param environment where its nodes lived
 * @param seed the number that decided everything
 * @param planDigest SHA-256 over the planned operations and faults; equal for equal plans
 * @param nodes node names in order
 * @param options every option with its value; secrets are redacted
 * @param started UTC time in ISO 8601
 * @param control process number and start time of the control process, to tell whether it lives
 * @param versions Ordeal, Java and operating system
 * @param reproduce the command that runs the same plan again
 * @param reason why it ended if it did not finish; else empty
 * @param directory the working directory, from which relative paths of that command count; empty if
 *     it was not recorded
 * @param seal proves that this user recorded the command, see {@link RunSeal}; else empty
 * @param problems what foreign code did against its contract, a line each
 */
public record RunInfo(
    String id,
    String state,
    String target,
    String workload,
    String environment,
    long seed,
    String planDigest,
    List<String> nodes,
    Map<String, String> options,
    String started,
    ProcessId control,
    Map<String, String> versions,
    String reproduce,
    String directory,
    String seal,
    String reason,
    List<String> problems) {

  public RunInfo {
    directory = directory == null ? "" : directory;
    seal = seal == null ? "" : seal;
    reason = reason == null ? "" : reason;
    problems = problems == null ? List.of() : List.copyOf(problems);
    nodes = nodes == null ? List.of() : List.copyOf(nodes);
    options = options == null ? Map.of() : options;
    versions = versions == null ? Map.of() : versions;
  }

  /** The same run once it has ended: in which state, why, and with which problems. */
  public RunInfo ended(String newState, String newReason, List<String> newProblems) {
    return new RunInfo(
        id,
        newState,
        target,
        workload,
        environment,
        seed,
        planDigest,
        nodes,
        options,
        started,
        control,
        versions,
        reproduce,
        directory,
        seal,
        newReason,
        newProblems);
  }

  /** Whether the run has not ended although its control process is gone. */
  public boolean isAbandoned() {
    return state.equals("running") && (control == null || !control.isAlive());
  }
}
