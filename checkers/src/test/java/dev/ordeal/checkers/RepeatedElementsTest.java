package dev.ordeal.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.SetModel;
import dev.ordeal.checkers.session.SessionChecker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of plain sets (add, read) that show an element more than once. */
class RepeatedElementsTest {
  /** One call after the other by one client: {@code add 1; read 1 1}. */
  private static History of(String calls) {
    List<Event> events = new ArrayList<>();
    for (String call : calls.split("; ")) {
      String[] words = call.split(" ", 2);
      boolean isRead = words[0].equals("read");
      String rest = words.length > 1 ? words[1] : "";
      Value shown =
          Value.seq(
              Stream.of(rest.split(" "))
                  .filter(word -> isRead && !word.isEmpty())
                  .map(RepeatedElementsTest::value)
                  .toArray(Value[]::new));
      Value argument = isRead ? Value.NIL : value(rest);
      int at = events.size();
      events.add(Event.invoke(at, at, 0, words[0], Value.NIL, argument));
      Value answer = isRead ? shown : argument;
      events.add(new Event(at + 1, at + 1, 0, Event.Type.OK, words[0], Value.NIL, answer, ""));
    }
    return History.of(events);
  }

  private static Value value(String word) {
    return word.matches("[0-9]+") ? Value.of(Long.parseLong(word)) : Value.of(word);
  }

  private static void assertTwice(CheckResult result) {
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.INVALID);
    assertThat(result.anomalies()).extracting("name").contains("duplicate-elements");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add 1; read 1 1",
        "add 1; read 1; read 1 1",
        "add 1; add 2; read 2 1 2",
        "add a; add b; read a b a",
        "add 1; add 1; read 1 1",
        "add 1; remove 2; read 1 1",
      })
  void areNotLinearizable(String calls) {
    History history = of(calls);
    assertTwice(
        new LinearizabilityChecker(new SetModel())
            .check(history, Budget.of(Duration.ofSeconds(20))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"add 1; read 1", "add 1; add 1; read 1", "add 1; add 2; read 2 1"})
  void onceIsRight(String calls) {
    CheckResult result =
        new LinearizabilityChecker(new SetModel())
            .check(of(calls), Budget.of(Duration.ofSeconds(20)));
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.VALID);
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_YOUR_WRITES", "MONOTONIC_READS", "MONOTONIC_WRITES", "PRAM", "CAUSAL"})
  void breakGuaranteesOfSessions(ConsistencyModel level) {
    assertTwice(
        new SessionChecker(level, Value.NIL)
            .check(of("add 1; read 1 1"), Budget.of(Duration.ofSeconds(20))));
  }
}
