package dev.ordeal.checkers.linearizability.register;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Small random histories of a register: some right, some nearly right, some nonsense. */
final class RandomHistory {
  private RandomHistory() {}

  static History register(RandomGenerator random, boolean unique) {
    return register(random, unique, 2 + random.nextInt(6));
  }

  static History register(RandomGenerator random, boolean unique, int calls) {
    double crash = random.nextInt(3) == 0 ? 0.3 : 0.05;
    return register(random, unique, calls, crash, false);
  }

  /** One in which up to half of the calls crash: clients go on under new process numbers. */
  static History crashing(RandomGenerator random, int calls) {
    return register(random, false, calls, 0.1 + 0.4 * random.nextDouble(), true);
  }

  private static History register(
      RandomGenerator random, boolean unique, int calls, double crash, boolean goesOn) {
    int processes = 2 + random.nextInt(4);
    int values = 1 + random.nextInt(4);
    double wrong = random.nextInt(3) * 0.1;
    List<Event> events = new ArrayList<>();
    Event[] open = new Event[processes];
    int[] number = new int[processes];
    Arrays.setAll(number, p -> p);
    int numbers = processes;
    boolean[] gone = new boolean[processes];
    Value[] results = new Value[processes];
    boolean[] failed = new boolean[processes];
    Value state = Value.NIL;
    int made = 0;
    for (int guard = 0; guard < 30 * calls; guard++) {
      int p = random.nextInt(processes);
      if (gone[p]) {
        continue;
      }
      if (open[p] == null) {
        if (made == calls) {
          continue;
        }
        made++;
        open[p] = call(random, events.size(), number[p], values, unique ? made : -1);
        results[p] = null;
        events.add(open[p]);
      } else if (results[p] == null && !failed[p]) {
        // The operation takes effect now.
        Event call = open[p];
        switch (call.function()) {
          case "read" -> results[p] = random.nextDouble() < wrong ? any(random, values) : state;
          case "write" -> {
            state = call.value();
            results[p] = call.value();
          }
          default -> {
            List<Value> swap = call.value().asList();
            if (swap.get(0).equals(state) || random.nextDouble() < wrong) {
              state = swap.get(1);
              results[p] = call.value();
            } else {
              failed[p] = true;
            }
          }
        }
        if (random.nextDouble() < crash) {
          end(events, call, Event.Type.INFO, call.value());
          gone[p] = !goesOn;
          number[p] = numbers++;
          open[p] = null;
          failed[p] = false;
        }
      } else {
        end(
            events,
            open[p],
            failed[p] ? Event.Type.FAIL : Event.Type.OK,
            failed[p] ? open[p].value() : results[p]);
        open[p] = null;
        failed[p] = false;
      }
    }
    return History.of(events);
  }

  private static Event call(RandomGenerator random, int at, int p, int values, int fresh) {
    Value written = fresh >= 0 ? Value.of(fresh) : Value.of(random.nextInt(values));
    return switch (random.nextInt(3)) {
      case 0 -> Event.invoke(at, at, p, "read", Value.NIL, Value.NIL);
      case 1 -> Event.invoke(at, at, p, "write", Value.NIL, written);
      default ->
          Event.invoke(
              at,
              at,
              p,
              "cas",
              Value.NIL,
              Value.seq(any(random, Math.max(values, fresh)), written));
    };
  }

  private static Value any(RandomGenerator random, int values) {
    return random.nextInt(6) == 0 ? Value.NIL : Value.of(random.nextInt(values));
  }

  private static void end(List<Event> events, Event call, Event.Type type, Value value) {
    int at = events.size();
    events.add(new Event(at, at, call.process(), type, call.function(), Value.NIL, value, ""));
  }
}
