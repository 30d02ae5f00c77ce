import dev.ordeal.checkers.*;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.*;
import dev.ordeal.results.verdict.*;
import java.util.*;

/** No read may take longer than one second, whatever its outcome. */
public class SlowReads implements Checker {
  private static final long LIMIT = 1_000_000_000; // nanoseconds

  public String name() { return "slow-reads"; }
  public String description() { return "did every read end within one second?"; }

  /** Without a successful read, valid would mean nothing: the answer is unknown then. */
  public List<Observation> needs() {
    return List.of(Observation.succeeded("no read succeeded", Set.of("read")));
  }

  public CheckResult check(History history, Budget budget) {
    List<Anomaly> slow = new ArrayList<>();
    int open = 0;
    for (Operation read : history.operations()) {
      if (!read.function().equals("read")) {
        continue;
      }
      if (read.completion().isEmpty()) {
        open++; // The history ends before the read does.
      } else if (read.completion().get().time() - read.start() > LIMIT) {
        long millis = (read.completion().get().time() - read.start()) / 1_000_000;
        String text = "Read %s of %s took %,d ms.".formatted(read.label(), read.caller(), millis);
        slow.add(new Anomaly("slow-read", read.key(), text, List.of(read)));
      }
    }
    Map<String, Object> facts = Map.of("slow-reads", slow.size());
    if (!slow.isEmpty()) {
      String reason = slow.size() + " reads took longer than one second";
      return new CheckResult(name(), Verdict.INVALID, reason, slow, facts);
    }
    return open > 0
        ? CheckResult.unknown(name(), open + " reads have no recorded end", facts)
        : CheckResult.valid(name(), "every read ended within one second", facts);
  }
}
