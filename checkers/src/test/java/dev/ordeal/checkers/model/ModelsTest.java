package dev.ordeal.checkers.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {
  @ParameterizedTest
  @CsvSource({
    "read write cas, cas-register",
    "read, cas-register",
    "acquire release, mutex",
    "enqueue dequeue, fifo-queue",
    "add remove contains, set",
    "add remove contains read, set",
    "add remove, set",
    "fetch-add, fetch-add",
    "append read, append-list",
    "get put append, kv"
  })
  void theModelIsGuessedByWhatClientsCalled(String functions, String model) {
    assertThat(Models.guess(of(functions)).orElseThrow().name()).isEqualTo(model);
  }

  @ParameterizedTest
  @CsvSource({"read enqueue", "add dequeue"})
  void whatFitsNoModelIsNotGuessed(String functions) {
    assertThat(Models.guess(of(functions))).isEmpty();
  }

  private static History of(String functions) {
    List<Event> events = new ArrayList<>();
    for (String function : functions.split(" ")) {
      for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.FAIL)) {
        int at = events.size();
        events.add(new Event(at, at, 0, type, function, Value.NIL, Value.NIL, ""));
      }
    }
    return History.of(events);
  }
}
