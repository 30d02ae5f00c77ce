package dev.ordeal.nemesis;

import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ability.Processes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * What the faults of one run share. Thread-safe.
 *
 * @param ending whether the run is over, so that undoing may take its time
 * @param down the nodes that do not run
 * @param paused the nodes that are frozen
 * @param others any other state of nodes, by the type of its values
 * @param strobes by fault
 * @param witnessed by fault: what was seen the first time that its strobe broke something
 */
record RunState(
    Cluster cluster,
    EventSink events,
    BooleanSupplier ending,
    ActiveFaults<Boolean> down,
    ActiveFaults<Boolean> paused,
    Map<Class<?>, ActiveFaults<Object>> others,
    Map<Long, Strobe> strobes,
    Map<Long, Seen> witnessed) {
  RunState(Cluster cluster, EventSink events, BooleanSupplier ending) {
    this(
        cluster,
        events,
        ending,
        new ActiveFaults<>(),
        new ActiveFaults<>(),
        new ConcurrentHashMap<>(),
        new ConcurrentHashMap<>(),
        new ConcurrentHashMap<>());
  }

  Processes processes() {
    return cluster.ability(Processes.class);
  }

  ActiveFaults<Object> of(Class<?> state) {
    return others.computeIfAbsent(state, type -> new ActiveFaults<>());
  }
}
