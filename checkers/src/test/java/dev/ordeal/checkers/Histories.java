package dev.ordeal.checkers;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A tiny language for histories, so that a test's history is one line.
 *
 * <p>Events are separated by {@code |}. {@code 0 w1} is process 0 calling write 1, {@code 0 r} a
 * read, {@code 0 c1,2} a compare-and-set; {@code 0 ok}, {@code 0 ok3} (a read of 3), {@code 0 fail}
 * and {@code 0 info} end the process' open call.
 */
public final class Histories {
  private Histories() {}

  public static History of(String text) {
    List<Event> events = new ArrayList<>();
    String[] functions = new String[100];
    Value[] arguments = new Value[100];
    for (String part : text.split("\\|")) {
      String[] words = part.trim().split(" ");
      int process = Integer.parseInt(words[0]);
      String word = words[1];
      int at = events.size();
      if (word.startsWith("ok") || word.equals("fail") || word.equals("info")) {
        Event.Type type =
            word.startsWith("ok")
                ? Event.Type.OK
                : word.equals("fail") ? Event.Type.FAIL : Event.Type.INFO;
        String seen = word.startsWith("ok") ? word.substring(2) : "";
        Value value = seen.isEmpty() ? arguments[process] : number(seen);
        events.add(new Event(at, at, process, type, functions[process], Value.NIL, value, ""));
        continue;
      }
      functions[process] =
          switch (word.charAt(0)) {
            case 'w' -> "write";
            case 'r' -> "read";
            default -> "cas";
          };
      String argument = word.substring(1);
      int comma = argument.indexOf(',');
      arguments[process] =
          argument.isEmpty()
              ? Value.NIL
              : comma < 0
                  ? number(argument)
                  : Value.seq(
                      number(argument.substring(0, comma)), number(argument.substring(comma + 1)));
      events.add(Event.invoke(at, at, process, functions[process], Value.NIL, arguments[process]));
    }
    return History.of(events);
  }

  private static Value number(String text) {
    return Value.of(Long.parseLong(text));
  }
}
