package dev.ordeal.checkers.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories in which nothing must come before itself, but either order of two writes makes
 * something do so.
 */
class UnorderedTest {
  private static final Budget BUDGET = Budget.of(Duration.ofMinutes(10));

  private final List<Event> events = new ArrayList<>();

  private void call(int process, String function, String key, Value value) {
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      int at = events.size();
      events.add(new Event(at, at, process, type, function, Value.of(key), value, ""));
    }
  }

  private void write(int process, String key, Value value) {
    call(process, "write", key, value);
  }

  private void read(int process, String key, int value) {
    call(process, "read", key, Value.of(value));
  }

  /**
   * If the first value of x came before the second one, who read it came before what its writer did
   * then; that goes in a circle over y and z.
   *
   * @param process the first of four processes
   * @param last what y is written last, which nobody reads
   */
  private void circleIf(int process, int first, int second, String y, String z, Value last) {
    write(process, y, Value.of(1));
    read(process, "x", first);
    write(process + 1, z, Value.of(1));
    read(process + 1, "x", first);
    write(process + 2, "x", Value.of(second));
    write(process + 2, y, last);
    read(process + 2, z, 1);
    read(process + 3, "x", second);
    write(process + 3, z, Value.of(2));
    read(process + 3, y, 1);
  }

  private static CheckResult check(List<Event> events) {
    return new SequentialChecker(Value.of(0)).check(History.of(events), BUDGET);
  }

  private static List<Event> without(Operation operation, List<Operation> some) {
    return some.stream()
        .filter(each -> each != operation)
        .flatMap(each -> List.of(each.invocation(), each.completion().get()).stream())
        .toList();
  }

  /** Where nil was written, transactions cannot stand for the operations. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isShownByTheFewestOperations(boolean writesNil) {
    Value last = writesNil ? Value.NIL : Value.of(2);
    circleIf(0, 1, 2, "y", "z", last);
    circleIf(4, 2, 1, "Y", "Z", last);
    for (int i = 0; i < 3; i++) {
      write(8, "x", Value.of(10 + i));
      read(9 + i, "x", 10 + i);
    }
    Registers registers = Registers.of(History.of(events), Value.of(0)).orElseThrow();
    assertThat(new Saturation(registers).run(BUDGET)).isEmpty();
    CheckResult result = check(events);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    Anomaly told = result.anomalies().getFirst();
    assertThat(told.story())
        .contains(
            writesNil
                ? "No order of these 20 operations that keeps each process' own explains what they"
                    + " read, though there is one without any of the reads: #0, #2, "
                : "both wrote ");
    assertThat(told.name()).isEqualTo("non-sequential");
    assertThat(told.witness()).hasSize(20);
    assertThat(check(without(null, told.witness())).verdict()).isEqualTo(Verdict.INVALID);
    assertThat(told.witness())
        .filteredOn(each -> each.function().equals("read"))
        .allSatisfy(
            read ->
                assertThat(check(without(read, told.witness())).verdict())
                    .isEqualTo(Verdict.VALID));
  }
}
