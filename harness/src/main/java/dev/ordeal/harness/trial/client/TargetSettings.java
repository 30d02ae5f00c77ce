package dev.ordeal.harness.trial.client;

import dev.ordeal.targets.Database;
import java.util.Map;

/**
 * The options with which a target was made.
 *
 * @param set values by name
 * @param without makes the same target without one of them
 */
public record TargetSettings(Map<String, String> set, Without without) {
  /** No option is set. */
  public static final TargetSettings NONE =
      new TargetSettings(
          Map.of(),
          option -> {
            throw new IllegalArgumentException(option);
          });

  public TargetSettings {
    set = Map.copyOf(set);
  }

  /** Makes the same target without an option. */
  @FunctionalInterface
  public interface Without {
    /**
     * Makes it.
     *
     * @throws Exception if it cannot be made: the target needs the option
     */
    Database make(String option) throws Exception;
  }
}
