package dev.ordeal.junit;

import dev.ordeal.harness.run.Prelude;
import dev.ordeal.harness.run.RunDefaults;
import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.targets.Cluster;
import java.util.List;
import java.util.OptionalLong;

/**
 * How a run is made again.
 *
 * @param test its class and method
 * @param seed what decided it
 * @param isNamed whether the test itself names the seed
 * @param hasCommand whether the command line can make it, too
 */
record Again(String test, long seed, boolean isNamed, boolean hasCommand) implements Prelude {
  static Again of(Tested tested, OptionalLong named) {
    long seed =
        named.isPresent()
            ? named.getAsLong()
            : Seeds.asked()
                .orElseGet(
                    () ->
                        CurrentTest.ofThread()
                            .map(CurrentTest::seed)
                            .orElse(OptionalLong.empty())
                            .orElseGet(RunDefaults::seed));
    return new Again(CurrentTest.name(), seed, named.isPresent(), tested.hasCommand());
  }

  /** How to run the test with the same plan. */
  String text() {
    return isNamed
        ? "the test " + test
        : "the test %s with -D%s=%d, or %s=%d in the environment"
            .formatted(test, Seeds.PROPERTY, seed, Seeds.VARIABLE, seed);
  }

  @Override
  public void play(Cluster cluster) {}

  @Override
  public List<String> command(RunOptions options) {
    return Prelude.NONE.command(options);
  }

  @Override
  public String reproduce(RunOptions options) {
    return hasCommand ? Prelude.super.reproduce(options) : "JUnit: " + text();
  }
}
