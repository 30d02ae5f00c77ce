package dev.ordeal.results.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BriefTest {
  private static Value numbers(int count) {
    return new Value.Seq(LongStream.range(0, count).mapToObj(Value::of).toList());
  }

  @Test
  void shortOnesAreWhole() {
    assertThat(numbers(40).brief()).isEqualTo(numbers(40).toString());
    assertThat(Value.NIL.brief()).isEqualTo("nil");
  }

  @Test
  void longOnesHaveABeginningAndAnEnd() {
    assertThat(numbers(2_024).brief())
        .startsWith("[0, 1, 2,")
        .contains(" 11, … 2,000 more …, 2012, ")
        .endsWith(", 2023]");
  }

  @Test
  void sequencesInsideAreBriefToo() {
    Value read = new Value.Seq(List.of(Value.of("r"), Value.of(1), numbers(41)));
    assertThat(Value.seq(read).brief()).startsWith("[[r, 1, [0, 1,").contains("… 17 more …");
  }
}
