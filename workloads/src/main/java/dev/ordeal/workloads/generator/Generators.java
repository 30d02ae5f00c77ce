package dev.ordeal.workloads.generator;

import dev.ordeal.workloads.client.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Everything generators are made from.
 *
 * <p>Where a combinator needs chance it takes a {@link Seed}; give each its own by {@link
 * Seed#split}. "Ends" means that it yields nothing ever after.
 */
public final class Generators {
  private Generators() {}

  /** Ends at once. */
  public static Generator nothing() {
    return new Basics.Nothing();
  }

  /** One call, on any free thread. */
  public static Generator once(Call call) {
    return new Basics.Single(new Op.Invoke(0, 0, call));
  }

  /** Calls one after another. */
  public static Generator calls(List<? extends Call> calls) {
    return concat(calls.stream().map(Generators::once).toList());
  }

  /** Endless calls, each a function of a seed of its own and its number. */
  public static Generator calls(Seed seed, Basics.CallFunction function) {
    return new Basics.Calls(seed, 0, function);
  }

  /**
   * Calls at the times at which a recorded plan made them; each on any free thread.
   *
   * @param plan operations in order of time
   */
  public static Generator replay(List<Op> plan) {
    return concat(plan.stream().<Generator>map(Basics.Single::new).toList());
  }

  /** Keeps one thread busy for a while. */
  public static Generator sleep(Duration time) {
    return new Basics.Single(new Op.Sleep(0, 0, time.toNanos()));
  }

  /** One line for the log. */
  public static Generator log(String message) {
    return new Basics.Single(new Op.Log(0, 0, message));
  }

  /** The generator that a supplier has when it is first asked; the supplier must be pure. */
  public static Generator deferred(Supplier<Generator> supplier) {
    return new Basics.Deferred(supplier);
  }

  /** Pending until the supplier has one. */
  public static Generator awaited(Supplier<Optional<Generator>> supplier) {
    return new Basics.Awaited(supplier);
  }

  /** One after another. Events go to the one under way. */
  public static Generator concat(List<Generator> parts) {
    return new Basics.Concatenated(List.copyOf(parts));
  }

  public static Generator concat(Generator... parts) {
    return concat(Arrays.asList(parts));
  }

  /** The parts of numbers 0, 1, … one after another, until the function returns null. */
  public static Generator unfold(Function<Long, Generator> parts) {
    return new Basics.Unfolded(0, parts, parts.apply(0L));
  }

  /** Changes every operation. */
  public static Generator map(UnaryOperator<Op> function, Generator inner) {
    return new Basics.Mapped(function, inner);
  }

  /** Changes every call. */
  public static Generator mapCalls(UnaryOperator<Call> function, Generator inner) {
    return map(
        op ->
            op instanceof Op.Invoke invoke
                ? new Op.Invoke(invoke.time(), invoke.thread(), function.apply(invoke.call()))
                : op,
        inner);
  }

  /** Drops the operations that are not wanted. */
  public static Generator filter(Predicate<Op> wanted, Generator inner) {
    return new Basics.Filtered(wanted, inner);
  }

  /** Replaces what an event does to a generator. */
  public static Generator onUpdate(Basics.Updater updater, Generator inner) {
    return new Basics.Updating(updater, inner);
  }

  /** Keeps events away from a generator. */
  public static Generator ignoringUpdates(Generator inner) {
    return onUpdate((generator, context, event) -> generator, inner);
  }

  /** Tells an observer every question, answer and event. */
  public static Generator trace(Consumer<String> observer, Generator inner) {
    return new Basics.Traced(observer, inner);
  }

  /** Checks every operation that a generator yields, see {@link Validated}. */
  public static Generator validate(Generator inner) {
    return new Validated(inner);
  }

  /** The soonest operation of all; ties are broken at random. Ends when all have. */
  public static Generator any(Seed seed, Generator... parts) {
    return new Choosing.Soonest(seed, equalWeights(parts), false);
  }

  /** As {@link #any}, but ends as soon as one does. */
  public static Generator shortestAny(Seed seed, Generator... parts) {
    return new Choosing.Soonest(seed, equalWeights(parts), true);
  }

  /** For each operation one part at random. Ignores events. */
  public static Generator mix(Seed seed, Generator... parts) {
    return new Choosing.Mixed(seed, equalWeights(parts));
  }

  /** For each operation one part at random by weight. Ignores events. */
  public static Generator weightedMix(Seed seed, Map<Generator, Double> parts) {
    List<Choosing.Weighted> weighted = new ArrayList<>();
    parts.forEach(
        (generator, weight) -> {
          if (!(weight > 0)) {
            throw new IllegalArgumentException("a weight must be positive, is " + weight);
          }
          weighted.add(new Choosing.Weighted(weight, generator));
        });
    return new Choosing.Mixed(seed, weighted);
  }

  private static List<Choosing.Weighted> equalWeights(Generator... parts) {
    return Arrays.stream(parts).map(part -> new Choosing.Weighted(1, part)).toList();
  }

  /** One operation of each in turn; ends with the first that ends. Ignores events. */
  public static Generator flipFlop(Generator a, Generator b) {
    return new Choosing.Alternating(List.of(a, b), 0);
  }

  /** At most so many operations. */
  public static Generator limit(long most, Generator inner) {
    return new Limiting.AtMost(most, inner);
  }

  /** The first operation again and again, for ever. */
  public static Generator repeat(Generator inner) {
    return new Limiting.Repeated(-1, inner);
  }

  /** The first operation so many times. */
  public static Generator repeat(long times, Generator inner) {
    return new Limiting.Repeated(times, inner);
  }

  /** From the beginning again each time it has ended, for ever. */
  public static Generator cycle(Generator inner) {
    return new Limiting.Cycled(-1, inner, inner);
  }

  /** So many rounds. */
  public static Generator cycle(long rounds, Generator inner) {
    return new Limiting.Cycled(rounds, inner, inner);
  }

  /** Ends before more than so many processes could have taken part. */
  public static Generator processLimit(int most, Generator inner) {
    return new Limiting.ProcessLimited(most, Collections.emptySet(), inner);
  }

  /** Keeps at most so many threads busy at a time. */
  public static Generator concurrencyLimit(int most, Generator inner) {
    return new Threads.ConcurrencyLimited(most, inner);
  }

  /** Ends a time after its first operation. */
  public static Generator timeLimit(Duration time, Generator inner) {
    return new Limiting.TimeLimited(time.toNanos(), Limiting.TimeLimited.NOT_STARTED, inner);
  }

  /** Gaps drawn uniformly from 0 to twice the mean; the rate is that of the whole generator. */
  public static Generator stagger(Seed seed, Duration mean, Generator inner) {
    return paced(seed, Timing.uniform(mean.toNanos()), false, inner);
  }

  /** Gaps of one length. */
  public static Generator delay(Duration gap, Generator inner) {
    return paced(new Seed(0), Timing.fixed(gap.toNanos()), false, inner);
  }

  /**
   * Arrivals that do not wait for answers: Poisson, at a rate that may change with the nanoseconds
   * since it began. An operation keeps its intended time although no thread was free then, so that
   * latencies are free of coordinated omission.
   */
  public static Generator openLoop(Seed seed, LongToDoubleFunction perSecond, Generator inner) {
    return paced(seed, Timing.poisson(perSecond), true, inner);
  }

  /** A rate that climbs (or falls) evenly and then stays. */
  public static LongToDoubleFunction ramp(double from, double to, Duration time) {
    return since -> from + (to - from) * Math.min(1.0, (double) since / time.toNanos());
  }

  private static Generator paced(Seed seed, Timing.Gap gap, boolean intended, Generator inner) {
    return new Timing.Paced(seed, gap, intended, Timing.NOW, Timing.NOW, inner);
  }

  /** Rotates through generators by time; each goes on where it stopped. */
  public static Generator cycleTimes(List<Duration> times, List<Generator> parts) {
    if (times.size() != parts.size() || parts.isEmpty()) {
      throw new IllegalArgumentException("each generator needs a time, and there must be one");
    }
    long[] nanos = times.stream().mapToLong(Duration::toNanos).toArray();
    return new Timing.Rotating(nanos, Timing.NOW, parts);
  }

  /** Emits the same operation for a while before asking an expensive generator again. */
  public static Generator cache(Duration period, Generator inner) {
    return new Timing.Cached(period.toNanos(), 0, null, inner);
  }

  /** Only on the threads wanted, of which alone it sees events. */
  public static Generator onThreads(IntPredicate wanted, Generator inner) {
    return new Threads.OnThreads(wanted, inner);
  }

  /** Only on client threads. */
  public static Generator clients(Generator inner) {
    return new Threads.Clients(inner);
  }

  /** Only on the nemesis' thread. */
  public static Generator nemesis(Generator inner) {
    return onThreads(thread -> thread == Context.NEMESIS, inner);
  }

  /** An independent copy for each thread. */
  public static Generator eachThread(Generator inner) {
    return new Threads.Each(false, inner, new HashMap<>());
  }

  /** An independent copy for each process: a thread that lost its process begins again. */
  public static Generator eachProcess(Generator inner) {
    return new Threads.Each(true, inner, new HashMap<>());
  }

  /**
   * The first {@code counts[0]} client threads to the first part, and so on; the rest to the last.
   *
   * @param parts one more than counts
   */
  public static Generator reserve(Seed seed, int[] counts, List<Generator> parts) {
    if (parts.size() != counts.length + 1) {
      throw new IllegalArgumentException("there must be one more generator than counts");
    }
    return Threads.reserve(seed, counts, parts);
  }

  /** Nothing until all threads are free. */
  public static Generator synchronize(Generator inner) {
    return new Limiting.Synchronized(inner);
  }

  /** One after another, each after all threads are free. */
  public static Generator phases(Generator... parts) {
    return concat(Arrays.stream(parts).map(Generators::synchronize).toList());
  }

  /** Ends after the first of its own operations that ended {@code ok}. */
  public static Generator untilOk(Generator inner) {
    return new Limiting.UntilOk(false, Collections.emptySet(), inner);
  }

  /** One key after another: the generator of key 0, 1, … until the function returns null. */
  public static Generator sequentialKeys(LongFunction<Generator> keys) {
    return unfold(keys::apply);
  }

  /**
   * Client threads in groups of a size, each group on one key at a time; a group whose key's
   * generator ends takes the next key. Needs a multiple of the size of client threads.
   */
  public static Generator concurrentKeys(int groupSize, LongFunction<Generator> keys) {
    return new Threads.ConcurrentKeys(groupSize, 0, keys, new Threads.ConcurrentKeys.Group[0]);
  }
}
