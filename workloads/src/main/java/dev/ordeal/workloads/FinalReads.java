package dev.ordeal.workloads;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;

/** What every thread reads once nothing is broken any more. */
public final class FinalReads {
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Where all shall come to agree: how long they have to, and how long is waited for that. */
  private static final Duration AGREEMENT_LEAST = Duration.ofSeconds(5);

  private static final Duration AGREEMENT_MOST = Duration.ofMinutes(1);

  /** Of a thread on one object: a database that never says that it is empty ends, too. */
  private static final int CALLS_MOST = 2_000;

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

  /**
   * On every thread, for each of some objects, a first call and then others until one finds nothing
   * more: what was lost shows only there.
   *
   * @param objects each object's first call and the one that goes on, in this order
   * @param isEmpty whether an answer says that there is nothing more
   * @param time how long all may take
   */
  public static Generator untilEmpty(
      SequencedMap<? extends Call, ? extends Call> objects,
      Predicate<Value> isEmpty,
      Duration time) {
    List<Generator> parts = new ArrayList<>();
    objects.forEach((first, again) -> parts.add(new UntilEmpty(first, again, isEmpty, CALLS_MOST)));
    return Generators.timeLimit(
        time, Generators.eachThread(Generators.clients(Generators.concat(parts))));
  }
}
