package dev.ordeal.junit;

import dev.ordeal.targets.Database;
import dev.ordeal.targets.Targets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Begins a consistency test: what is tested. Thread-safe.
 *
 * <pre>{@code
 * @OrdealTest(seeds = {1, 2})
 * void registersAreLinearizable() {
 *   Ordeal.of(new MyDatabase())
 *       .workload("register")
 *       .faults("partition", "kill")
 *       .time(Duration.ofSeconds(20))
 *       .run()
 *       .assertValid();
 * }
 * }</pre>
 *
 * <p>Each run is one of {@code ordeal run}: it starts the nodes, breaks them, heals, judges, and
 * leaves a run folder with a report.
 */
public final class Ordeal {
  private Ordeal() {}

  /**
   * Tests a database of one's own, whose nodes a run starts and breaks.
   *
   * <p>If its class is public and has one constructor, public and without parameters, the command
   * line can run it, too, and the report says how.
   */
  public static OrdealBuilder of(Database database) {
    Objects.requireNonNull(database, "database");
    return new OrdealBuilder(Tested.instance(database));
  }

  /**
   * Tests one of {@code ordeal list targets}: {@code zookeeper}, {@code brittle}, …
   *
   * @throws dev.ordeal.results.registry.UnknownNameException if there is none; the message says
   *     which was probably meant
   */
  public static OrdealBuilder of(String target) {
    return of(target, Map.of());
  }

  /**
   * Tests one of {@code ordeal list targets}, or a class that implements {@link Database}, with
   * options of its own.
   *
   * @param target a name, or a class with its package
   * @param options as {@code --set NAME=VALUE} says them
   * @throws dev.ordeal.results.registry.UnknownNameException if there is no such target
   * @throws IllegalArgumentException if an option is wrong
   */
  public static OrdealBuilder of(String target, Map<String, String> options) {
    Database database =
        Targets.byName(target, options)
            .orElseThrow(() -> Targets.REGISTRY.unknown(target, Targets.REGISTRY.names()));
    return new OrdealBuilder(Tested.named(target, options, database));
  }

  /**
   * Tests an object of this program: clients call it, and there is no node to start or to break.
   *
   * <pre>{@code
   * Map<Long, Long> map = new ConcurrentHashMap<>();
   * Ordeal.inProcess(RegisterClient.class, () -> new MapClient(map)).run().assertValid();
   * }</pre>
   *
   * @param contract what the clients fulfil: {@code RegisterClient.class}, …
   * @param client makes a client for one thread; asked once for each, and again where a client was
   *     lost. What it throws is a call that did not happen
   */
  public static <C extends AutoCloseable> OrdealBuilder inProcess(
      Class<C> contract, Callable<? extends C> client) {
    return new OrdealBuilder(Tested.object(new InProcess<>(contract, client)));
  }
}
