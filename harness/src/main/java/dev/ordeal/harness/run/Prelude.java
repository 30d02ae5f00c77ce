package dev.ordeal.harness.run;

import dev.ordeal.targets.Cluster;
import java.util.List;

/** What is done with a run's cluster once it is ready, before the first operation. */
public interface Prelude {
  /** Nothing: a run as {@code ordeal run} makes it. */
  Prelude NONE =
      new Prelude() {
        @Override
        public void play(Cluster cluster) {}

        @Override
        public List<String> command(RunOptions options) {
          return Reproduction.words(options);
        }
      };

  /**
   * Does it. Whatever it starts or breaks is over when it returns.
   *
   * @throws InterruptedException if the run ends meanwhile
   */
  void play(Cluster cluster) throws InterruptedException;

  /** The words of the command that runs the same again. */
  List<String> command(RunOptions options);

  /** How to run the same again, for {@code run.json} and reports: that command as a line. */
  default String reproduce(RunOptions options) {
    return Reproduction.line(command(options));
  }
}
