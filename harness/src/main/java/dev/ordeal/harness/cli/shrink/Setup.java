package dev.ordeal.harness.cli.shrink;

import dev.ordeal.nemesis.PlannedFault;
import dev.ordeal.results.verdict.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What of a run is reduced.
 *
 * @param faults in order of injection
 * @param threads clients at a time
 * @param rate operations a second, all clients together
 * @param millis how long operations are generated
 */
public record Setup(List<PlannedFault> faults, int nodes, int threads, double rate, long millis) {
  /** Nothing shorter is tried: nodes that just started would be judged and nothing else. */
  static final long MILLIS_MIN = 1_000;

  private static final long WARM_UP_MILLIS = 2_000;

  public Setup {
    faults = List.copyOf(faults);
  }

  Setup withFaults(List<PlannedFault> others) {
    return new Setup(others, nodes, threads, rate, millis);
  }

  Setup withNodes(int other) {
    return new Setup(faults, other, threads, rate, millis);
  }

  Setup withThreads(int other) {
    return new Setup(faults, nodes, other, rate, millis);
  }

  Setup withRate(double other) {
    return new Setup(faults, nodes, threads, other, millis);
  }

  /** Over after another time, without the faults that would come later. */
  Setup until(long end) {
    List<PlannedFault> before =
        faults.stream().filter(fault -> fault.waits() || fault.atMillis() < end).toList();
    return new Setup(before, nodes, threads, rate, end);
  }

  /** All faults that come at a time of the run, and its end, so much earlier. */
  Setup earlier(long by) {
    List<PlannedFault> moved = new ArrayList<>();
    for (PlannedFault fault : faults) {
      moved.add(fault.waits() ? fault : fault.since(-by));
    }
    return new Setup(moved, nodes, threads, rate, millis - by);
  }

  /** Each fault held for half of its time. */
  Setup heldShorter() {
    List<PlannedFault> shorter = new ArrayList<>();
    for (PlannedFault fault : faults) {
      long held = fault.untilMillis() - fault.atMillis();
      shorter.add(fault.until(fault.atMillis() + Math.max(1, held / 2)));
    }
    return new Setup(shorter, nodes, threads, rate, millis);
  }

  /**
   * The options by which it is replayed.
   *
   * @param schedule a file with its faults
   */
  List<String> options(String schedule) {
    List<String> options = new ArrayList<>();
    options.addAll(
        faults.isEmpty() ? List.of("--faults", "none") : List.of("--schedule", schedule));
    options.addAll(List.of("--nodes", Integer.toString(nodes)));
    options.addAll(List.of("--concurrency", Integer.toString(threads)));
    options.addAll(List.of("--rate", number(rate)));
    options.addAll(List.of("--time-limit", millis + "ms"));
    if (millis <= WARM_UP_MILLIS) {
      options.addAll(List.of("--warm-up", "0s"));
    }
    return options;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** For people: {@code 2 faults, 5 nodes, 10 clients, 200 a second for 30.0 s}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %s, %s, %s a second for %.1f s",
        Count.of(faults.size(), "fault"),
        Count.of(nodes, "node"),
        Count.of(threads, "client"),
        number(rate),
        millis / 1000.0);
  }
}
