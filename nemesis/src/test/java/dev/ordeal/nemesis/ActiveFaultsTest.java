package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActiveFaultsTest {
  private final ActiveFaults<Long> clocks = new ActiveFaults<>();
  private final List<Long> set = new ArrayList<>();

  private void hold(String node, long fault, long value) throws Exception {
    clocks.hold(node, fault, value, newest -> set.add(newest.orElse(0L)));
  }

  private void release(String node, long fault) throws Exception {
    clocks.release(node, fault, newest -> set.add(newest.orElse(0L)));
  }

  @Test
  void theFirstThatEndsDoesNotEndTheOthers() throws Exception {
    hold("n1", 1, 100);
    hold("n1", 2, 200);
    release("n1", 1);
    release("n1", 2);
    assertThat(set).containsExactly(100L, 200L, 200L, 0L);
  }

  @Test
  void whenTheNewestEndsTheOneBeforeCountsAgain() throws Exception {
    hold("n1", 1, 100);
    hold("n1", 2, 200);
    hold("n2", 3, 300);
    release("n1", 2);
    release("n1", 1);
    assertThat(set).containsExactly(100L, 200L, 300L, 100L, 0L);
  }

  @Test
  void oneThatDoesNotHoldMayEnd() throws Exception {
    release("n1", 1);
    hold("n1", 2, 200);
    release("n1", 1);
    assertThat(set).containsExactly(0L, 200L, 200L);
  }

  @Test
  void oneThatCannotBeUndoneHoldsOn() throws Exception {
    hold("n1", 1, 100);
    assertThatThrownBy(
            () ->
                clocks.release(
                    "n1",
                    1,
                    newest -> {
                      throw new IOException("out of reach");
                    }))
        .hasMessage("out of reach");
    hold("n1", 2, 200);
    release("n1", 2);
    release("n1", 1);
    assertThat(set).containsExactly(100L, 200L, 100L, 0L);
  }
}
