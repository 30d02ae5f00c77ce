package dev.ordeal.checkers.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BankCheckerTest {
  private final List<Event> events = new ArrayList<>();

  private void call(String function, Value result) {
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      Value value = type == Event.Type.OK ? result : Value.NIL;
      events.add(new Event(events.size(), events.size(), 0, type, function, Value.NIL, value, ""));
    }
  }

  private CheckResult check(BankChecker checker) {
    return checker.check(History.of(events), Budget.of(Duration.ofSeconds(10)));
  }

  @Test
  void everyReadHasToFindTheTotal() {
    call("read", Value.seq(Value.of(10), Value.of(20)));
    call("transfer", Value.NIL);
    call("read", Value.seq(Value.of(15), Value.of(15)));
    assertThat(check(new BankChecker(30)).verdict()).isEqualTo(Verdict.VALID);
    assertThat(check(BankChecker.asFirstRead()).verdict()).isEqualTo(Verdict.VALID);
    assertThat(check(new BankChecker(40)).verdict()).isEqualTo(Verdict.INVALID);
    call("read", Value.seq(Value.of(16), Value.of(15)));
    assertThat(check(BankChecker.asFirstRead()).verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void noAccountMayBeBelowZero() {
    call("read", new Value.Dict(Map.of("0", Value.of(31), "1", Value.of(-1))));
    CheckResult result = check(BankChecker.asFirstRead());
    assertThat(result.anomalies()).extracting(Anomaly::name).containsExactly("negative-balance");
  }

  @Test
  void onlyTransfersAndReadsAreABank() {
    call("read", Value.seq());
    assertThat(BankChecker.fits(History.of(events))).isFalse();
    call("transfer", Value.NIL);
    assertThat(BankChecker.fits(History.of(events))).isTrue();
    call("write", Value.NIL);
    assertThat(BankChecker.fits(History.of(events))).isFalse();
  }
}
