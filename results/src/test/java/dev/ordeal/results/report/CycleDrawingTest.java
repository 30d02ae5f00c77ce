package dev.ordeal.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.util.List;
import org.junit.jupiter.api.Test;

class CycleDrawingTest {
  private static String drawn(String function, Value key, Value value) {
    History history =
        History.of(
            List.of(
                new Event(0, 0, 0, Event.Type.INVOKE, function, key, value, ""),
                new Event(1, 1, 0, Event.Type.OK, function, key, value, "")));
    return CycleDrawing.svg(
        new Anomaly(
            "test", Value.NIL, "", history.operations(), List.of(new Precedence(0, 0, "ww", ""))));
  }

  @Test
  void aCallSaysWhatItDidToWhat() {
    assertThat(drawn("write", Value.of("x"), Value.of(5)))
        .contains(">#0, process 0<", ">write key x 5<");
    assertThat(drawn("cas", Value.NIL, Value.seq(Value.of(1), Value.of(2))))
        .contains(">cas [1, 2]<");
  }

  @Test
  void noArrowIsDrawnOverALabel() {
    String svg = drawn("write", Value.of("x"), Value.of(5));
    assertThat(svg).contains("class=\"ground\"");
    assertThat(svg.lastIndexOf("<path")).isLessThan(svg.indexOf("class=\"ground\""));
    assertThat(svg.indexOf("class=\"ground\"")).isLessThan(svg.indexOf("overwritten by"));
  }

  @Test
  void aTransactionHasALineForEachStep() {
    Value read = Value.seq(Value.of("r"), Value.of("x"), Value.of(1));
    Value append = Value.seq(Value.of("append"), Value.of("y"), Value.of(2));
    assertThat(drawn("txn", Value.NIL, Value.seq(read, append)))
        .contains(">T0, process 0<", ">read x = 1<", ">append 2 to y<");
  }
}
