package dev.ordeal.nemesis;

import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which faults hold a node in some way at the same time: the first that ends must not end the
 * others. Thread-safe; what is done to a node is done by one at a time.
 *
 * @param <T> what a fault does to it; the newest counts
 */
final class ActiveFaults<T> {
  /** By node, and by fault, the oldest first. */
  private final Map<String, SequencedMap<Long, T>> held = new ConcurrentHashMap<>();

  /** Brings a node into the state that the faults which hold it now ask for; empty if none does. */
  interface Setting<T> {
    void set(Optional<T> newest) throws IOException, TargetException;
  }

  void hold(String node, long fault, T value, Setting<T> setting)
      throws IOException, TargetException {
    SequencedMap<Long, T> faults = of(node);
    synchronized (faults) {
      faults.remove(fault);
      faults.put(fault, value);
      setting.set(newest(faults));
    }
  }

  /** Does no harm where the fault does not hold the node. */
  void release(String node, long fault, Setting<T> setting) throws IOException, TargetException {
    SequencedMap<Long, T> faults = of(node);
    synchronized (faults) {
      T value = faults.remove(fault);
      try {
        setting.set(newest(faults));
      } catch (IOException | TargetException failed) {
        // It holds until it was undone.
        if (value != null) {
          faults.putFirst(fault, value);
        }
        throw failed;
      }
    }
  }

  boolean isHeld(String node) {
    return newest(node).isPresent();
  }

  /** What the newest fault does to a node; empty if none does. */
  Optional<T> newest(String node) {
    SequencedMap<Long, T> faults = of(node);
    synchronized (faults) {
      return newest(faults);
    }
  }

  private SequencedMap<Long, T> of(String node) {
    return held.computeIfAbsent(node, n -> new LinkedHashMap<>());
  }

  private static <T> Optional<T> newest(SequencedMap<Long, T> faults) {
    return faults.isEmpty() ? Optional.empty() : Optional.of(faults.lastEntry().getValue());
  }
}
