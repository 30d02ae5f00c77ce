package dev.ordeal.results.history.file;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.Growth;
import java.util.Arrays;

/** Events of a file as they are read one after the other, with the lines where they began. */
final class EventList implements Assembly.Lines {
  private final EventTable part = new EventTable(0);
  private long[] lines = new long[64];

  /** Appends an event whose index and time are {@link EventTable#UNKNOWN} where it has none. */
  void add(Event event, long line) {
    if (part.size() == lines.length) {
      lines = Arrays.copyOf(lines, 2 * lines.length);
    }
    lines[part.size()] = line;
    part.append(event);
  }

  int size() {
    return part.size();
  }

  @Override
  public long of(int event) {
    return lines[event];
  }

  /** All events; where an index or a time is missing it is the position. */
  EventTable table() {
    EventTable whole = new EventTable(0);
    whole.append(part, Growth.UNKNOWN);
    return whole;
  }
}
