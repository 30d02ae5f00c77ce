package dev.ordeal.results.history.file;

import dev.ordeal.results.history.EventTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The order of a file's events, which is that of their times; that of their indices where times are
 * missing or equal; and that of the lines where indices are missing, equal or repeat.
 *
 * <p>Times come before indices because they were measured, while an index is often no more than the
 * number of a line of a file that was put together later. Events whose indices do not rise in that
 * order are numbered by their positions. In O(events) where the file is in order.
 */
final class EventOrder {
  private final List<String> notes = new ArrayList<>();
  private final boolean hasTimes;

  /** By position: the number of the event in the file; null if that is the same. */
  private final int[] order;

  private final boolean isRenumbered;

  private EventOrder(EventTable events) {
    int n = events.size();
    boolean allTimes = events.missingTimes() == 0;
    boolean risingIndices = events.missingIndices() == 0 && risingIndices(events, null);
    Optional<Long> repeated =
        risingIndices || events.missingIndices() > 0 ? Optional.empty() : repeated(events);
    boolean uniqueIndices = events.missingIndices() == 0 && repeated.isEmpty();
    boolean sortedByTime = allTimes && !risingTimes(events);
    // Of events that rise in time, only those with equal times can be in another order.
    boolean sortedByIndex = !sortedByTime && uniqueIndices && !risingIndices;
    Comparator<Integer> byTime = Comparator.comparingLong(events::timeAt);
    Comparator<Integer> byIndex = Comparator.comparingLong(events::indexAt);
    Comparator<Integer> comparison = allTimes ? byTime : byIndex;
    if (allTimes && uniqueIndices) {
      comparison = byTime.thenComparing(byIndex);
    }
    order = sortedByTime || sortedByIndex ? sorted(n, comparison) : null;
    hasTimes = allTimes && n > 0 && (n == 1 || events.timeAt(at(0)) < events.timeAt(at(n - 1)));
    if (sortedByTime) {
      notes.add("the events are not in the order of their times: sorted by time");
    } else if (sortedByIndex && changes(order)) {
      notes.add("the events are not in the order of their indices: sorted by index");
    }
    if (!allTimes && events.missingTimes() < n) {
      notes.add(
          "%d of %d events have no time: times are not used".formatted(events.missingTimes(), n));
    }
    isRenumbered = !risingIndices(events, order);
    if (repeated.isPresent()) {
      notes.add("index %d repeats: events are numbered by their order".formatted(repeated.get()));
    } else if (isRenumbered && uniqueIndices) {
      notes.add("index and time contradict each other: events are numbered by the order of times");
    }
  }

  static EventOrder of(EventTable events) {
    return new EventOrder(events);
  }

  private static int[] sorted(int n, Comparator<Integer> comparison) {
    return IntStream.range(0, n).boxed().sorted(comparison).mapToInt(i -> i).toArray();
  }

  private static boolean changes(int[] order) {
    for (int i = 0; i < order.length; i++) {
      if (order[i] != i) {
        return true;
      }
    }
    return false;
  }

  private static boolean risingTimes(EventTable events) {
    for (int i = 1; i < events.size(); i++) {
      if (events.timeAt(i) < events.timeAt(i - 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean risingIndices(EventTable events, int[] order) {
    if (order == null && !events.hasIndices()) {
      return true;
    }
    for (int i = 1; i < events.size(); i++) {
      int before = order == null ? i - 1 : order[i - 1];
      int here = order == null ? i : order[i];
      if (events.indexAt(here) <= events.indexAt(before)) {
        return false;
      }
    }
    return true;
  }

  /** An index that several events have. */
  private static Optional<Long> repeated(EventTable events) {
    long[] indices = IntStream.range(0, events.size()).mapToLong(events::indexAt).toArray();
    Arrays.sort(indices);
    for (int i = 1; i < indices.length; i++) {
      if (indices[i] == indices[i - 1]) {
        return Optional.of(indices[i]);
      }
    }
    return Optional.empty();
  }

  private int at(int position) {
    return order == null ? position : order[position];
  }

  /** The number in the file of the event at a position. */
  int original(int position) {
    return at(position);
  }

  /** Whether times mean something: all events have one, and they are not all the same. */
  boolean hasTimes() {
    return hasTimes;
  }

  /** What is to be said about the order. */
  List<String> notes() {
    return notes;
  }

  /** The events in this order. */
  EventTable applied(EventTable events) {
    EventTable ordered = order == null ? events : events.ordered(order);
    if (isRenumbered) {
      ordered.forgetIndices();
    }
    return ordered;
  }
}
