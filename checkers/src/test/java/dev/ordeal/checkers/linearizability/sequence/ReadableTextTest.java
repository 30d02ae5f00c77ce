package dev.ordeal.checkers.linearizability.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.MemoryExceededException;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.linearizability.search.GeneralSearch;
import dev.ordeal.checkers.model.KvModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts to which many clients append at once, so that only the gets show in which order. */
class ReadableTextTest {
  private static final int CLIENTS = 9;
  private static final int ROUNDS = 20;

  /** Far less than the orders of nine appends: this is about numbers, not about time. */
  private static final Budget SMALL = new Budget(Long.MAX_VALUE / 2 + System.nanoTime(), 3_000);

  private final List<Event> events = new ArrayList<>();

  @Test
  void appendsAtOnceInTheOrderThatAGetShows() {
    rounds(CLIENTS, "");
    CheckResult result = check();
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.VALID);
    List<Operation> all = History.of(events).operations();
    assertThatThrownBy(() -> GeneralSearch.search(new KvModel(), all, SMALL))
        .as("what the general search does with all texts, else the test shows nothing")
        .isInstanceOf(MemoryExceededException.class);
  }

  @Test
  void aGetThatLacksWhatWasAppendedBefore() {
    String all = rounds(CLIENTS, "");
    String lacking = all.replaceFirst("<0-0>", "");
    get(lacking);
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    Anomaly anomaly = result.anomalies().getFirst();
    assertThat(anomaly.witness().getLast().result()).isEqualTo(Value.of(lacking));
    assertThat(anomaly.explanation()).contains(all);
  }

  @Test
  void aTextThatNoGetReturnedEndsWithThePut() {
    rounds(CLIENTS, "");
    call(0, Event.Type.INVOKE, "append", "unseen");
    call(0, Event.Type.OK, "append", "unseen");
    call(0, Event.Type.INVOKE, "put", "p");
    call(0, Event.Type.OK, "put", "p");
    get("p");
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
    call(0, Event.Type.INVOKE, "append", "unseen");
    call(0, Event.Type.OK, "append", "unseen");
    get("p");
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .contains("could only have been in state a text that no get returned when it returned");
  }

  private CheckResult check() {
    return new LinearizabilityChecker(new KvModel()).check(History.of(events), SMALL);
  }

  /** In each round all clients append at once, then one gets all. */
  private String rounds(int clients, String before) {
    String text = before;
    for (int round = 0; round < ROUNDS; round++) {
      for (int client = 0; client < clients; client++) {
        call(client, Event.Type.INVOKE, "append", part(client, round));
      }
      for (int client = 0; client < clients; client++) {
        text += part((client * 5 + round) % clients, round);
        call(client, Event.Type.OK, "append", part(client, round));
      }
      get(text);
    }
    return text;
  }

  private static String part(int client, int round) {
    return "<%d-%d>".formatted(client, round);
  }

  private void get(String text) {
    call(0, Event.Type.INVOKE, "get", null);
    call(0, Event.Type.OK, "get", text);
  }

  private void call(int client, Event.Type type, String function, String text) {
    int at = events.size();
    Value value = text == null ? Value.NIL : Value.of(text);
    events.add(new Event(at, at, client, type, function, Value.of("k"), value, ""));
  }
}
