package dev.ordeal.results.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnomalyTest {
  private static Operation call(long index, Event.Type outcome, String function, Value value) {
    return new Operation(
        new Event(index, index, 1, Event.Type.INVOKE, function, Value.NIL, value, ""),
        Optional.of(
            new Event(
                index + 1,
                index + 1,
                1,
                outcome,
                function,
                Value.NIL,
                value,
                outcome == Event.Type.OK ? "" : "SQLException: deadlock")));
  }

  private static Anomaly of(Operation... witness) {
    return new Anomaly("dirty-read", Value.NIL, "What was seen.", List.of(witness));
  }

  @Test
  void aFailedCallThatWasSeenMayBeTheDatabasesFaultOrTheClients() {
    Anomaly seen =
        of(
            call(4, Event.Type.FAIL, "write", Value.of(1)),
            call(6, Event.Type.OK, "read", Value.of(1)));
    assertThat(seen.storyAndDoubt())
        .isEqualTo(
            "What was seen. Either the database did #4 although it refused it, or the client took"
                + " an unknown outcome for a failure (SQLException: deadlock).");
  }

  @Test
  void nobodyIsDoubtedWhereNothingFailed() {
    assertThat(of(call(4, Event.Type.OK, "write", Value.of(1))).doubt()).isEmpty();
    assertThat(of(call(4, Event.Type.INFO, "write", Value.of(1))).doubt()).isEmpty();
    assertThat(of(call(4, Event.Type.FAIL, "read", Value.NIL)).doubt()).isEmpty();
  }
}
