package dev.ordeal.workloads;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import java.time.Duration;
import java.util.List;

/** What every thread reads once nothing is broken any more. */
public final class FinalReads {
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Where all shall come to agree: how long they have to, and how long is waited for that. */
  private static final Duration AGREEMENT_LEAST = Duration.ofSeconds(5);

  private static final Duration AGREEMENT_MOST = Duration.ofMinutes(1);

  private FinalReads() {}

  /**
   * Every read once on every thread. Where what was promised is that they come to agree at some
   * time, again and again, with pauses, until all have read the same for five seconds, for a minute
   * at most.
   *
   * @param time how long they may take where each is made once
   */
  public static Generator of(List<? extends Call> reads, ConsistencyModel promised, Duration time) {
    if (promised != ConsistencyModel.EVENTUAL) {
      return once(reads, time);
    }
    Generator once = Generators.calls(reads);
    Generator all =
        Generators.eachThread(
            Generators.clients(
                Generators.unfold(round -> Generators.concat(once, Generators.sleep(PAUSE)))));
    return Generators.timeLimit(AGREEMENT_MOST, new UntilAgreed(all, AGREEMENT_LEAST));
  }

  /** Every call once on every thread, as far as the time suffices. */
  public static Generator once(List<? extends Call> calls, Duration time) {
    return Generators.timeLimit(
        time, Generators.eachThread(Generators.clients(Generators.calls(calls))));
  }
}
