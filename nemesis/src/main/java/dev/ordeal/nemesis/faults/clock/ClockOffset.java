package dev.ordeal.nemesis.faults.clock;

import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.history.fault.ClockOffsets;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Clocks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * How far a fault puts a node's clock off; of several faults the newest counts.
 *
 * @param millis ahead of right time
 */
record ClockOffset(long millis) {
  private static final ClockOffset NONE = new ClockOffset(0);

  /** Puts clocks off, and records it. */
  static void set(FaultContext at, List<String> nodes, long offsetMillis)
      throws IOException, TargetException {
    Map<String, Long> set = new ConcurrentSkipListMap<>();
    ClockOffset offset = new ClockOffset(offsetMillis);
    OnNodes.each(
        nodes,
        node -> at.hold(ClockOffset.class, node, offset, newest -> set(at, node, newest, set)));
    record(at, ClockOffsets.FUNCTION, set);
  }

  /** Sets clocks to what other faults say, or right, and records it. */
  static void release(FaultContext at, List<String> nodes) throws IOException, TargetException {
    Map<String, Long> set = new ConcurrentSkipListMap<>();
    OnNodes.each(
        nodes, node -> at.release(ClockOffset.class, node, newest -> set(at, node, newest, set)));
    record(at, ClockOffsets.FUNCTION, set);
  }

  private static void set(
      FaultContext at, String node, Optional<ClockOffset> newest, Map<String, Long> set)
      throws IOException {
    long offsetMillis = newest.orElse(NONE).millis();
    at.ability(Clocks.class).setClock(node, offsetMillis);
    set.put(node, offsetMillis);
  }

  /** Records what clocks say; one that cannot be read has still to be set right. */
  static void read(FaultContext at, List<String> nodes) throws IOException {
    Map<String, Long> read = new ConcurrentSkipListMap<>();
    try {
      OnNodes.each(
          nodes,
          node ->
              at.ability(Clocks.class)
                  .readClock(node)
                  .ifPresent(offsetMillis -> read.put(node, offsetMillis)));
    } catch (IOException | TargetException unreadable) {
      // Setting it says what is wrong.
    }
    if (!read.isEmpty()) {
      record(at, ClockOffsets.MEASURED, read);
    }
  }

  private static void record(FaultContext at, String function, Map<String, Long> offsets)
      throws IOException {
    at.record(function, ClockOffsets.value(offsets));
  }

  /** Whether clocks are off by what the newest fault says; right, if none does. */
  static Seen seen(FaultContext at, List<String> nodes, long offsetMillis) throws IOException {
    List<String> seen = new ArrayList<>();
    for (String node : nodes) {
      long wanted = at.newest(ClockOffset.class, node).orElse(NONE).millis();
      OptionalLong set = at.ability(Clocks.class).clockSetting(node);
      OptionalLong read = at.ability(Clocks.class).readClock(node);
      if (set.isPresent() && set.getAsLong() != wanted) {
        return new Seen(false, "%s is set to %+d ms".formatted(node, set.getAsLong()));
      }
      if (read.isPresent() && Math.abs(read.getAsLong() - wanted) > tolerance(wanted)) {
        return new Seen(
            false, "the clock of %s is off by %+d ms".formatted(node, read.getAsLong()));
      }
      if (set.isEmpty() && read.isEmpty()) {
        return new Seen(false, "the clock of %s cannot be read".formatted(node));
      }
      seen.add("%s %+d ms".formatted(node, read.orElse(set.orElse(offsetMillis))));
    }
    return new Seen(true, "off by " + String.join(", ", seen));
  }

  /** Commands take time, and libfaketime reads its file once a second. */
  private static long tolerance(long wanted) {
    return Math.max(1_000, Math.abs(wanted) / 2);
  }
}
