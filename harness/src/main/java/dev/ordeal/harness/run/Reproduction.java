package dev.ordeal.harness.run;

import dev.ordeal.nemesis.FaultType;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.LaunchedAs;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.SshAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command that runs the same plan again. */
final class Reproduction {
  private Reproduction() {}

  /** The words of a command as a line for a shell, which begins as Ordeal was called. */
  static String line(List<String> words) {
    return Stream.concat(Stream.of(LaunchedAs.command()), words.stream().map(LaunchedAs::quoted))
        .collect(Collectors.joining(" "));
  }

  /** The words of the command that makes a run with these options. */
  static List<String> words(RunOptions options) {
    List<String> words = new ArrayList<>(List.of("run", options.target()));
    if (!options.path().isEmpty()) {
      words.addAll(List.of("--path", options.path()));
    }
    words.addAll(List.of("-w", options.workload()));
    if (!options.consistency().isEmpty()) {
      words.addAll(List.of("--consistency", options.consistency()));
    }
    Experiment experiment = options.experiment();
    if (!experiment.steadyState().isEmpty()) {
      words.addAll(List.of("--steady-state", experiment.steadyState()));
    }
    experiment.probes().forEach(probe -> words.addAll(List.of("--probe", probe.text())));
    if (!experiment.abort().isEmpty()) {
      words.addAll(List.of("--abort-unless", experiment.abort()));
    }
    experiment
        .blastRadius()
        .ifPresent(most -> words.addAll(List.of("--blast-radius", Integer.toString(most))));
    if (options.schedule().isPresent()) {
      words.addAll(List.of("--schedule", options.schedule().get().path().toString()));
    }
    String faults = String.join(",", options.faults().stream().map(FaultType::name).toList());
    if (options.schedule().isEmpty()) {
      words.addAll(List.of("--faults", faults.isEmpty() ? "none" : faults));
    }
    words.addAll(List.of("--nodes", Integer.toString(options.nodes())));
    words.addAll(List.of("--concurrency", Integer.toString(options.threads())));
    words.addAll(List.of("--rate", number(options.rate())));
    words.addAll(List.of("--time-limit", Durations.text(options.timeLimit())));
    if (!options.warmUp().equals(RunOptions.WARM_UP)) {
      words.addAll(List.of("--warm-up", Durations.text(options.warmUp())));
    }
    words.addAll(List.of("--operation-timeout", Durations.text(options.operationTimeout())));
    if (!options.recoveryTime().equals(RunOptions.RECOVERY_TIME)) {
      words.addAll(List.of("--recovery-time", Durations.text(options.recoveryTime())));
    }
    options.logRules().asked().forEach(p -> words.addAll(List.of("--log-pattern", p)));
    options.logRules().ignored().forEach(p -> words.addAll(List.of("--ignore-log", p)));
    if (!options.environment().equals("process")) {
      words.addAll(List.of("--environment", options.environment()));
      EnvironmentSettings settings = options.environmentSettings();
      if (!settings.ssh().isEmpty()) {
        List<String> machines = settings.ssh().stream().map(SshAddress::toString).toList();
        words.addAll(List.of("--ssh", String.join(",", machines)));
      }
      if (settings.provision()) {
        words.add("--provision");
      }
      if (settings.image() != null) {
        words.addAll(List.of("--image", settings.image()));
      }
      if (settings.sshConfig() != null) {
        words.addAll(List.of("--ssh-config", settings.sshConfig().toString()));
      }
    }
    options.bugs().forEach(bug -> words.addAll(List.of("--bug", bug)));
    options.settings().forEach((name, value) -> words.addAll(List.of("--set", name + "=" + value)));
    if (!options.toxiproxy().equals("embedded")) {
      words.addAll(List.of("--toxiproxy", options.toxiproxy()));
    }
    words.addAll(List.of("--seed", Long.toString(options.seed())));
    return words;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
