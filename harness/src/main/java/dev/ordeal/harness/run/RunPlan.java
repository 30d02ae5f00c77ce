package dev.ordeal.harness.run;

import dev.ordeal.nemesis.PlannedFault;
import dev.ordeal.nemesis.schedule.Schedule;
import dev.ordeal.nemesis.schedule.ScheduleFile;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Op;
import dev.ordeal.workloads.generator.Seed;
import dev.ordeal.workloads.generator.Simulator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * What a seed decides: the operations and the faults.
 *
 * @param generator the clients' operations
 * @param faults the nemesis' plan
 * @param digest SHA-256 over both; equal for equal plans
 */
public record RunPlan(Generator generator, List<PlannedFault> faults, String digest) {
  /** Enough for a verdict on the time before the first fault. */
  private static final Duration JUDGED_BEFORE = Duration.ofSeconds(1);

  private static final int OPERATIONS_DIGESTED = 2_000;

  public static RunPlan of(RunOptions options, Workload<?> workload) {
    Seed seed = new Seed(options.seed());
    Generator generator =
        workload.generator(
            new Workload.Plan(
                seed.split("workload"), options.threads(), options.rate(), options.timeLimit()));
    List<PlannedFault> faults =
        options
            .schedule()
            .map(ScheduleFile::faults)
            .orElseGet(
                () ->
                    Schedule.plan(
                        seed.split("nemesis"),
                        options.faults(),
                        options.timeLimit(),
                        calm(options)));
    return new RunPlan(generator, faults, digest(generator, options.threads(), faults));
  }

  /** What has to be steady before the first fault is judged for a while once it is warm. */
  private static Duration calm(RunOptions options) {
    if (options.experiment().steadyState().isEmpty()) {
      return Duration.ZERO;
    }
    Duration left = options.timeLimit().minus(options.warmUp()).dividedBy(2);
    return options.warmUp().plus(left.compareTo(JUDGED_BEFORE) < 0 ? left : JUDGED_BEFORE);
  }

  /** Operations are digested as they come when each takes a millisecond and succeeds. */
  private static String digest(Generator generator, int threads, List<PlannedFault> faults) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      Simulator.run(
          generator,
          threads,
          2 * OPERATIONS_DIGESTED,
          (Op.Invoke op, Long number) -> {
            sha.update(op.toString().getBytes(StandardCharsets.UTF_8));
            return new Simulator.Answer(1_000_000, new Outcome.Ok(op.call().argument()));
          });
      faults.forEach(fault -> sha.update(fault.toString().getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
