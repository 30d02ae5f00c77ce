package dev.ordeal.workloads;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.registry.Registry;
import dev.ordeal.results.run.RunInfo;
import java.util.List;
import java.util.Optional;

/** The ready workloads by name. */
public final class Workloads {
  /** All of them; a user's own are found, too. */
  public static final Registry<Workload<?>> REGISTRY = Registry.of(service(), "workload");

  private Workloads() {}

  /** A class literal knows no type of a contract. */
  @SuppressWarnings("unchecked")
  private static Class<Workload<?>> service() {
    return (Class<Workload<?>>) (Class<?>) Workload.class;
  }

  /** The workload of a name or a class. */
  public static Optional<Workload<?>> byName(String name) {
    return REGISTRY.find(name);
  }

  /** The workload of a run, with what was promised there; empty if it is not known here. */
  public static Optional<Workload<?>> ofRun(RunInfo run) {
    Optional<ConsistencyModel> promised =
        ConsistencyModel.byName(run.options().getOrDefault("consistency", ""));
    return byName(run.workload())
        .map(workload -> promised.isPresent() ? workload.promising(promised.get()) : workload);
  }

  public static List<Workload<?>> all() {
    return REGISTRY.all();
  }
}
