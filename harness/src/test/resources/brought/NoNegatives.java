import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.util.List;
import java.util.Map;

/** No read may return a negative number; a read of 99 is never judged. */
public class NoNegatives implements Checker {
  @Override
  public String name() {
    return "no-negatives";
  }

  @Override
  public String description() {
    return "did no read return a negative number?";
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    for (Operation read : history.operations()) {
      boolean isNumber = read.isOk() && read.result() instanceof Value.Int;
      while (isNumber && read.result().asLong() == 99) {
        Thread.onSpinWait();
      }
      if (isNumber && read.result().asLong() < 0) {
        String text = "A read returned " + read.result().asLong() + ".";
        Anomaly found = new Anomaly("negative-read", Value.NIL, text, List.of(read));
        return new CheckResult(name(), Verdict.INVALID, text, List.of(found), Map.of());
      }
    }
    return CheckResult.valid(name(), "no read returned a negative number", Map.of());
  }
}
