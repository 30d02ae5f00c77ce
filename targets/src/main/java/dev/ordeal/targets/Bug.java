package dev.ordeal.targets;

import java.util.List;

/**
 * A defect that can be switched on.
 *
 * @param name for {@code --bug}
 * @param description what goes wrong
 * @param faults the faults that expose it, for {@code --faults}; empty if the default ones do
 * @param anomalies names of which at least one is to be found
 * @param workloads that can show it, the likeliest first
 */
public record Bug(
    String name,
    String description,
    List<String> faults,
    List<String> anomalies,
    List<String> workloads) {

  /** A defect that registers show. */
  public Bug(String name, String description, List<String> faults, List<String> anomalies) {
    this(name, description, faults, anomalies, List.of("register"));
  }
}
