package dev.ordeal.checkers.made;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Transactions that all overlap, each of its own process, from text: {@code "append x 1, r x [1
 * 2]"} or {@code "w x 1, r x nil"}; {@code " -> fail"} or {@code " -> info"} behind it if it did
 * not commit.
 */
public final class Concurrent {
  private Concurrent() {}

  /** The history of some transactions, called and completed in their order. */
  public static History of(String... transactions) {
    return of(List.of(transactions));
  }

  /** The same. */
  public static History of(List<String> transactions) {
    List<Event> events = new ArrayList<>();
    for (String transaction : transactions) {
      add(events, events.size(), Event.Type.INVOKE, micro(transaction));
    }
    for (int t = 0; t < transactions.size(); t++) {
      String[] parts = transactions.get(t).split(" -> ", 2);
      Event.Type type =
          parts.length == 1
              ? Event.Type.OK
              : parts[1].equals("fail") ? Event.Type.FAIL : Event.Type.INFO;
      add(events, t, type, micro(parts[0]));
    }
    return History.of(events);
  }

  private static void add(List<Event> events, int process, Event.Type type, Value value) {
    int at = events.size();
    events.add(new Event(at, at, process, type, "txn", Value.NIL, value, ""));
  }

  private static Value micro(String transaction) {
    return new Value.Seq(
        Stream.of(transaction.split(" -> ")[0].split(", "))
            .map(
                micro -> {
                  String[] parts = micro.split(" ", 3);
                  return Value.seq(Value.of(parts[0]), Value.of(parts[1]), value(parts[2]));
                })
            .toList());
  }

  private static Value value(String text) {
    if (text.equals("nil")) {
      return Value.NIL;
    }
    if (!text.startsWith("[")) {
      return Value.of(Long.parseLong(text));
    }
    return new Value.Seq(
        Stream.of(text.substring(1, text.length() - 1).split(" "))
            .filter(item -> !item.isEmpty())
            .map(item -> Value.of(Long.parseLong(item)))
            .toList());
  }
}
