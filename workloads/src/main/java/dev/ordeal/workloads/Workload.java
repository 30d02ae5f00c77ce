package dev.ordeal.workloads;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.registry.Named;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Generator, client contract and checkers that belong together.
 *
 * @param <C> the contract that a target's clients must fulfil: {@code RegisterClient}, …
 */
public interface Workload<C extends AutoCloseable> extends Named {
  /** The contract's class, by which targets are asked for clients; never null. */
  Class<? extends C> contract();

  /** The clients' operations; the nemesis is not the workload's business. */
  Generator generator(Plan plan);

  /**
   * What every thread does once the system is whole again: reads of the keys used last.
   *
   * @param keys the newest first; time may not suffice for all
   */
  Generator finalReads(List<Value> keys, Duration time);

  /** Makes this workload's calls on a client that fulfils its contract. */
  Client client(C client);

  /**
   * The same of a client that a database opened when it was asked for {@link #contract}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  default Client clientOf(AutoCloseable opened) {
    if (!contract().isInstance(opened)) {
      throw new IllegalArgumentException(
          "the database was asked for a %s and opened %s"
              .formatted(
                  contract().getSimpleName(),
                  opened == null ? "none" : "a " + opened.getClass().getName()));
    }
    return client(contract().cast(opened));
  }

  /**
   * Calls on such a client whose effect can be read back, for {@code ordeal try}.
   *
   * @return empty if there are none; clients of this contract cannot be tried then
   */
  default Optional<KnownCalls> knownCalls() {
    return Optional.empty();
  }

  /** The checkers that judge a history of this workload. */
  List<Checker> checkers();

  /**
   * The same workload, judged for another level than its own.
   *
   * @throws IllegalArgumentException if it cannot be judged for that
   */
  default Workload<C> promising(ConsistencyModel level) {
    throw new IllegalArgumentException(
        "workload %s is judged by rules of its own, not for %s"
            .formatted(name(), level.levelName()));
  }

  /**
   * What decides a generator.
   *
   * @param seed everything random follows from it
   * @param threads client threads
   * @param rate operations a second that all threads together shall make
   * @param time how long
   */
  record Plan(Seed seed, int threads, double rate, Duration time) {
    /** Operations at this rate for this time; who makes them and which they are does not change. */
    public Generator paced(Generator operations) {
      return Generators.timeLimit(
          time,
          Generators.stagger(
              seed.split("pace"), Duration.ofNanos((long) (1e9 / rate)), operations));
    }
  }
}
