package dev.ordeal.targets;

/**
 * A defect that can be switched on.
 *
 * @param name for {@code --bug}
 * @param description what goes wrong
 * @param faults the faults that expose it, for {@code --faults}; empty if the default ones do
 * @param anomalies names of which at least one is to be found
 */
public record Bug(
    String name,
    String description,
    java.util.List<String> faults,
    java.util.List<String> anomalies) {}
