package dev.ordeal.workloads;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import java.time.Duration;
import java.util.List;

/** What every thread reads once nothing is broken any more. */
public final class FinalReads {
  private static final int ROUNDS = 25;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private FinalReads() {}

  /**
   * Every read once on every thread; again and again, with pauses, where what was promised is that
   * they come to agree at some time.
   */
  public static Generator of(List<? extends Call> reads, ConsistencyModel promised, Duration time) {
    Generator once = Generators.calls(reads);
    Generator all =
        promised == ConsistencyModel.EVENTUAL
            ? Generators.unfold(
                round -> round == ROUNDS ? null : Generators.concat(once, Generators.sleep(PAUSE)))
            : once;
    return Generators.timeLimit(time, Generators.eachThread(Generators.clients(all)));
  }
}
