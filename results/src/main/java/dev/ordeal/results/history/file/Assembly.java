package dev.ordeal.results.history.file;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.Pairing;
import dev.ordeal.results.history.Recorded;
import dev.ordeal.results.history.parse.KeyTuples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a history of the events of a file: in their order, with their keys, calls with their
 * completions; and notes what had to be presumed for that.
 */
final class Assembly {
  /** In which line of its file an event stands. */
  interface Lines {
    /**
     * The line, from 1.
     *
     * @param event its number among the events of the file, from 0
     * @throws IOException if the file has to be read for that and cannot
     */
    long of(int event) throws IOException;
  }

  private final String source;
  private final Lines lines;
  private final List<String> notes = new ArrayList<>();

  private Assembly(String source, Lines lines) {
    this.source = source;
    this.lines = lines;
  }

  /**
   * The history of a file's events.
   *
   * @param events as they stand in the file
   * @param notes what is to be said about them already
   * @throws IOException if the file cannot be read again to count lines
   * @throws MalformedHistoryException if they contradict each other; names file and line
   */
  static HistoryFile of(String source, EventTable events, Lines lines, List<String> notes)
      throws IOException {
    Assembly assembly = new Assembly(source, lines);
    assembly.notes.addAll(notes);
    return assembly.assembled(events);
  }

  private HistoryFile assembled(EventTable read) throws IOException {
    EventOrder order = EventOrder.of(read);
    notes.addAll(order.notes());
    EventTable events = order.applied(read);
    boolean times = order.hasTimes();
    try {
      boolean anonymous = events.hasProcess(EventTable.ANONYMOUS);
      boolean calls = events.invocations() > 0;
      if (!calls && CallsOfCompletions.apply(events)) {
        EventTable whole = CallsOfCompletions.of(events);
        notes.add(
            "there are no invocations: nothing is known of real time, and all operations count as"
                + " concurrent");
        Recorded recorded = new Recorded(false, false, !anonymous);
        return file(KeyTuples.split(whole), Pairing.ofConcurrent(whole), recorded);
      }
      if (anonymous) {
        events = AnonymousCalls.named(events);
        notes.add("events name no process: every call counts as that of another client");
      }
      List<Event> split = KeyTuples.split(events);
      EventTable table = EventTable.of(split);
      return file(table, Pairing.of(table), new Recorded(times, true, !anonymous));
    } catch (Pairing.MisfitException misfit) {
      throw MalformedHistoryException.at(
          source, lines.of(order.original(misfit.event())), misfit.getMessage());
    }
  }

  private HistoryFile file(List<Event> events, Pairing pairing, Recorded recorded) {
    return new HistoryFile(
        History.paired(EventTable.of(events), pairing, recorded), List.copyOf(notes));
  }
}
