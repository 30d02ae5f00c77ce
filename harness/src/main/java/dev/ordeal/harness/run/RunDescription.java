package dev.ordeal.harness.run;

import dev.ordeal.harness.judging.Judging;
import dev.ordeal.harness.probe.Probe;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.OpenRun;
import dev.ordeal.results.run.OpenRuns;
import dev.ordeal.results.run.ProcessId;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.run.RunSeal;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.SshAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code run.json} says of a run when it begins. */
final class RunDescription {
  private RunDescription() {}

  static RunInfo of(RunOptions options, RunPlan plan, RunFolder folder, String reproduction) {
    String id = folder.path().getFileName().toString();
    String reproduce = Redaction.text(reproduction);
    String directory = Path.of("").toAbsolutePath().toString();
    return new RunInfo(
        id,
        "running",
        options.target(),
        options.workload(),
        options.environment(),
        options.seed(),
        plan.digest(),
        nodes(options),
        Redaction.options(shown(options)),
        Instant.now().toString(),
        ProcessId.current(),
        versions(),
        reproduce,
        directory,
        RunSeal.ofUser().of(id, directory, reproduce),
        "",
        List.of());
  }

  private static SortedMap<String, String> versions() {
    SortedMap<String, String> versions = new TreeMap<>();
    versions.put("ordeal", Version.current());
    Version.commit().ifPresent(commit -> versions.put("ordeal-commit", commit));
    versions.put("java", System.getProperty("java.version"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    return versions;
  }

  /** What another process has to know to heal the run without its folder. */
  static OpenRun listed(RunOptions options, RunInfo info, RunFolder folder) throws IOException {
    EnvironmentSettings settings = options.environmentSettings();
    return new OpenRun(
        info.id(),
        OpenRuns.thisMachine(),
        info.control(),
        info.environment(),
        folder.path().toRealPath().toString(),
        settings.ssh().stream().map(SshAddress::toString).toList(),
        settings.sshConfig() == null ? "" : settings.sshConfig().toString(),
        options.toxiproxy());
  }

  /** The names of a run's nodes in order. */
  static List<String> nodes(RunOptions options) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= options.nodes(); i++) {
      names.add("n" + i);
    }
    return names;
  }

  private static Map<String, String> shown(RunOptions options) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("faults", String.join(",", options.faults().stream().map(FaultType::name).toList()));
    shown.put("nodes", Integer.toString(options.nodes()));
    shown.put("concurrency", Integer.toString(options.threads()));
    shown.put(Judging.RATE, Double.toString(options.rate()));
    shown.put(Judging.TIME_LIMIT, Durations.text(options.timeLimit()));
    shown.put(Judging.WARM_UP, Durations.text(options.warmUp()));
    shown.put("operation-timeout", Durations.text(options.operationTimeout()));
    shown.put("toxiproxy", options.toxiproxy());
    shown.put("bugs", String.join(",", options.bugs()));
    if (!options.path().isEmpty()) {
      shown.put("path", options.path());
    }
    if (!options.consistency().isEmpty()) {
      shown.put("consistency", options.consistency());
    }
    Experiment experiment = options.experiment();
    if (!experiment.steadyState().isEmpty()) {
      shown.put(Judging.STEADY_STATE, experiment.steadyState());
    }
    if (!experiment.probes().isEmpty()) {
      shown.put(
          "probes", String.join("; ", experiment.probes().stream().map(Probe::text).toList()));
    }
    if (!experiment.abort().isEmpty()) {
      shown.put("abort-unless", experiment.abort());
    }
    experiment.blastRadius().ifPresent(most -> shown.put("blast-radius", Integer.toString(most)));
    shown.put("recovery-time", Durations.text(options.recoveryTime()));
    shown.putAll(options.logRules().options());
    shown.putAll(options.settings());
    return shown;
  }
}
