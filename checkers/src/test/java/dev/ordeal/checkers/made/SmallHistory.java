package dev.ordeal.checkers.made;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small random histories of a simulated object: right, nearly right, or nonsense, with crashed,
 * pending and failed calls, and with values that repeat.
 */
public final class SmallHistory {
  private SmallHistory() {}

  /** The types of objects that there are. */
  public static List<String> types() {
    return List.of(
        "cas-register",
        "mutex",
        "semaphore:2",
        "owned-mutex",
        "reentrant-mutex",
        "fenced-mutex",
        "fifo-queue",
        "unordered-queue",
        "stack",
        "priority-queue",
        "set",
        "set-with-reads",
        "grow-only-set",
        "counter",
        "fetch-add",
        "timestamps",
        "unique-ids",
        "append-list");
  }

  public static History of(String type, SplittableRandom random) {
    return of(type, random, 1 + random.nextInt(4), 1 + random.nextInt(7));
  }

  /** One of so many processes and calls. */
  public static History of(String type, SplittableRandom random, int processes, int calls) {
    double crash = random.nextInt(2) * 0.25;
    double wrong = random.nextInt(3) * 0.12;
    boolean repeats = random.nextInt(6) == 0;
    // As recorders of others let them; Ordeal's own processes end with such a call.
    boolean goesOn = random.nextInt(3) == 0;
    MadeObject object = MadeObject.of(type);
    List<Event> events = new ArrayList<>();
    Event[] open = new Event[processes];
    boolean[] gone = new boolean[processes];
    String[] answers = new String[processes];
    int made = 0;
    for (int step = 0; step < 12 * calls; step++) {
      int p = random.nextInt(processes);
      int at = events.size();
      if (gone[p]) {
        continue;
      }
      if (open[p] == null) {
        if (made < calls && object.call(p, random)) {
          made++;
          Value argument = value(object.argument());
          if (repeats && argument instanceof Value.Int number) {
            argument = Value.of(number.value() % 2);
          }
          String function = object.function();
          if (random.nextDouble() < wrong / 4 && type.contains("mutex")) {
            function = "release";
          }
          open[p] = Event.invoke(at, at, p, function, Value.NIL, argument);
          answers[p] = null;
          events.add(open[p]);
        }
      } else if (answers[p] == null) {
        answers[p] =
            random.nextDouble() < wrong / 2
                ? "null"
                : object.effect(p, open[p].function(), text(open[p].value()));
        if (answers[p] == null && random.nextDouble() < wrong) {
          answers[p] = "null";
        }
        if (random.nextDouble() < crash) {
          end(events, open[p], Event.Type.INFO, open[p].value());
          gone[p] = !goesOn;
          open[p] = null;
        }
      } else {
        boolean fails = answers[p].equals("fail") || random.nextInt(25) == 0;
        Value result = value(fails ? "null" : answers[p]);
        if (random.nextDouble() < wrong) {
          result = another(result, random);
        }
        end(
            events,
            open[p],
            fails ? Event.Type.FAIL : Event.Type.OK,
            fails ? open[p].value() : fitting(type, open[p], result));
        open[p] = null;
      }
    }
    return History.of(events);
  }

  /** Some other answer of the same kind. */
  private static Value another(Value result, SplittableRandom random) {
    return switch (result) {
      case Value.Bool bool -> Value.of(!bool.value());
      case Value.Seq seq -> {
        List<Value> items = new ArrayList<>(seq.items());
        if (!items.isEmpty() && random.nextBoolean()) {
          items.remove(random.nextInt(items.size()));
        } else {
          items.add(random.nextInt(items.size() + 1), Value.of(random.nextInt(4)));
        }
        yield new Value.Seq(items);
      }
      default -> random.nextInt(4) == 0 ? Value.NIL : Value.of(random.nextInt(6));
    };
  }

  /** Answers that a type cannot give at all are refused by its checkers, and so not of interest. */
  private static Value fitting(String type, Event call, Value result) {
    boolean number =
        List.of("counter", "fetch-add", "timestamps").contains(type)
            || (type.equals("fenced-mutex") && call.function().equals("acquire"));
    if (number && !(result instanceof Value.Int)) {
      return Value.of(0);
    }
    if (call.function().equals("contains") && !(result instanceof Value.Bool)) {
      return Value.of(false);
    }
    boolean list = List.of("append-list", "grow-only-set", "set-with-reads").contains(type);
    if (list && call.function().equals("read") && !(result instanceof Value.Seq)) {
      return new Value.Seq(List.of());
    }
    return result;
  }

  private static void end(List<Event> events, Event call, Event.Type type, Value value) {
    int at = events.size();
    events.add(new Event(at, at, call.process(), type, call.function(), Value.NIL, value, ""));
  }

  private static String text(Value value) {
    return value.isNil() ? "null" : value.toString().replace(" ", "");
  }

  private static Value value(String text) {
    return switch (text) {
      case "null" -> Value.NIL;
      case "true", "false" -> Value.of(Boolean.parseBoolean(text));
      default -> {
        if (!text.startsWith("[")) {
          yield Value.of(Long.parseLong(text));
        }
        String inner = text.substring(1, text.length() - 1).replace(" ", "");
        yield inner.isEmpty()
            ? new Value.Seq(List.of())
            : new Value.Seq(
                Arrays.stream(inner.split(",")).map(n -> Value.of(Long.parseLong(n))).toList());
      }
    };
  }
}
