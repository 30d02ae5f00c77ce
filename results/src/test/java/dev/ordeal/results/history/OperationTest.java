package dev.ordeal.results.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OperationTest {
  private static Operation operation(
      String function, Value argument, Event.Type type, Value completed) {
    return History.of(
            List.of(
                Event.invoke(0, 0, 3, function, Value.NIL, argument),
                new Event(1, 1, 3, type, function, Value.NIL, completed, "")))
        .operations()
        .getFirst();
  }

  @Test
  void tellsWhatWasAskedAndAnswered() {
    assertThat(operation("contains", Value.of("x"), Event.Type.OK, Value.of(true)).describe())
        .isEqualTo("#0 process 3: contains x = true → ok");
    assertThat(operation("write", Value.of(5), Event.Type.OK, Value.of(5)).describe())
        .isEqualTo("#0 process 3: write 5 → ok");
    assertThat(operation("write", Value.of(5), Event.Type.OK, Value.NIL).describe())
        .isEqualTo("#0 process 3: write 5 → ok");
    assertThat(operation("write", Value.of(5), Event.Type.INFO, Value.of(5)).describe())
        .isEqualTo("#0 process 3: write 5 → info");
  }

  @Test
  void namesTheNodeWhereItIsRecorded() {
    Event call = Event.invoke(17, 0, 3, "read", Value.NIL, Value.NIL).on("n2");
    Event end = new Event(18, 1, 3, Event.Type.OK, "read", Value.NIL, Value.of(5), "", "n2");
    Operation read = History.of(List.of(call, end)).operations().getFirst();
    assertThat(read.describe()).isEqualTo("#17 process 3 @ n2: read 5 → ok");
  }

  @Test
  void tellsTheAnswerOfWhatHadNoArgument() {
    assertThat(operation("read", Value.NIL, Event.Type.OK, Value.of(7)).said()).isEqualTo("7");
    assertThat(operation("read", Value.NIL, Event.Type.OK, Value.NIL).said()).isEqualTo("nil");
    assertThat(operation("read", Value.NIL, Event.Type.INFO, Value.NIL).said()).isEmpty();
  }

  @Test
  void tellsTransactionsOnce() {
    Value asked = Value.seq(Value.seq(Value.of("r"), Value.of(1), Value.NIL));
    Value answered = Value.seq(Value.seq(Value.of("r"), Value.of(1), Value.of(4)));
    assertThat(operation("txn", asked, Event.Type.OK, answered).said()).isEqualTo("[[r, 1, 4]]");
  }
}
