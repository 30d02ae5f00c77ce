package dev.ordeal.checkers.linearizability.register;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.linearizability.BruteForce;
import dev.ordeal.checkers.made.PeerFiles;
import dev.ordeal.checkers.model.KvModel;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.selection.CheckerSelection;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Small random histories of objects for other checkers, with the right answers: {@code
 * scripts/peers/compare} reads them.
 */
final class ObjectsForPeers {
  private ObjectsForPeers() {}

  /** Arguments: register or kv, how many, number of the first, folder. */
  public static void main(String[] arguments) throws IOException {
    boolean isRegister = arguments[0].equals("register");
    Model<?> model = isRegister ? RegisterModel.EMPTY : new KvModel();
    long from = Long.parseLong(arguments[2]);
    try (PeerFiles files = new PeerFiles(Path.of(arguments[3]))) {
      for (long n = from; n < from + Long.parseLong(arguments[1]); n++) {
        SplittableRandom random = new SplittableRandom(~n * 41 + arguments[0].hashCode());
        add(isRegister ? register(random) : keyValues(random), model, files);
      }
    }
  }

  private static void add(History history, Model<?> model, PeerFiles files) throws IOException {
    files.history(history);
    Verdict verdict =
        CheckerSelection.ofObjects(ConsistencyModel.LINEARIZABLE, model)
            .check(history, Budget.of(Duration.ofSeconds(10)))
            .verdict();
    String text = history.events().stream().map(Event::toString).collect(Collectors.joining("; "));
    int size = history.events().size();
    files.answer("linearizable", verdict, isLinearizable(model, history), size, text);
  }

  /** Locality: a history is linearizable if that of each key is. */
  private static boolean isLinearizable(Model<?> model, History history) {
    Collection<List<Operation>> byKey =
        history.operations().stream()
            .collect(Collectors.groupingBy(operation -> operation.invocation().key()))
            .values();
    return byKey.stream().allMatch(operations -> BruteForce.isLinearizable(model, operations));
  }

  private static History register(SplittableRandom random) {
    return random.nextInt(3) == 0
        ? RandomHistory.crashing(random, 3 + random.nextInt(5))
        : RandomHistory.register(random, random.nextBoolean());
  }

  /** Calls take effect between their invocation and their end; some answers are of another time. */
  private static History keyValues(SplittableRandom random) {
    int processes = 2 + random.nextInt(3);
    double odd = random.nextInt(3) * 0.25;
    Event[] open = new Event[processes];
    Value[] answers = new Value[processes];
    int[] names = new int[processes];
    String[][] texts = {{"", ""}, {"", ""}};
    List<Event> events = new ArrayList<>();
    for (int step = 0, calls = 2 + random.nextInt(8); step < 5 * calls; step++) {
      int p = random.nextInt(processes);
      int at = events.size();
      if (open[p] == null) {
        String function = List.of("put", "append", "get", "get").get(random.nextInt(4));
        Value letter = Value.of(random.nextBoolean() ? "a" : "b");
        Value argument = function.equals("get") ? Value.NIL : letter;
        Value key = Value.of(random.nextInt(2));
        open[p] = Event.invoke(at, at, p + processes * names[p], function, key, argument);
        events.add(open[p]);
      } else if (answers[p] == null) {
        answers[p] = effect(open[p], texts, random.nextDouble() < odd);
        if (random.nextInt(12) == 0) {
          events.add(end(open[p], at, Event.Type.INFO, open[p].value()));
          names[p]++;
          open[p] = null;
          answers[p] = null;
        }
      } else {
        events.add(end(open[p], at, Event.Type.OK, answers[p]));
        open[p] = null;
        answers[p] = null;
      }
    }
    return History.of(events);
  }

  /** What a call answers; of texts the first is what a key has now, the second what it had. */
  private static Value effect(Event call, String[][] texts, boolean isStale) {
    String[] text = texts[(int) call.key().asLong()];
    if (call.function().equals("get")) {
      return Value.of(text[isStale ? 1 : 0]);
    }
    text[1] = text[0];
    text[0] = (call.function().equals("put") ? "" : text[0]) + call.value().asText();
    return call.value();
  }

  private static Event end(Event call, int at, Event.Type type, Value value) {
    return new Event(at, at, call.process(), type, call.function(), call.key(), value, "");
  }
}
