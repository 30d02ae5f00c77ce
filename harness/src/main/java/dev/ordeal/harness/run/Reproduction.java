package dev.ordeal.harness.run;

import java.util.ArrayList;
import java.util.List;

/** The command that runs the same plan again. */
final class Reproduction {
  private Reproduction() {}

  static String command(RunOptions options) {
    List<String> words = new ArrayList<>(List.of("./ordeal", "run", options.target()));
    words.addAll(List.of("-w", options.workload()));
    String faults = String.join(",", options.faults().stream().map(f -> f.wireName()).toList());
    words.addAll(List.of("--faults", faults.isEmpty() ? "none" : faults));
    words.addAll(List.of("--nodes", Integer.toString(options.nodes())));
    words.addAll(List.of("--concurrency", Integer.toString(options.threads())));
    words.addAll(List.of("--rate", number(options.rate())));
    words.addAll(List.of("--time-limit", options.timeLimit().toMillis() + "ms"));
    options.bugs().forEach(bug -> words.addAll(List.of("--bug", bug)));
    options.settings().forEach((name, value) -> words.addAll(List.of("--set", name + "=" + value)));
    if (!options.toxiproxy().equals("embedded")) {
      words.addAll(List.of("--toxiproxy", options.toxiproxy()));
    }
    words.addAll(List.of("--seed", Long.toString(options.seed())));
    return String.join(" ", words);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
