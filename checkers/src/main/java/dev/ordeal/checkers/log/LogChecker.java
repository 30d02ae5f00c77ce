package dev.ordeal.checkers.log;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Count;
import dev.ordeal.results.verdict.Gravity;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether logs, which are sent to and polled, keep each message at one offset and show consumers
 * all of them in order.
 *
 * <p>A send returns the offset of its message, and a poll {@code {"from": offset, "messages":
 * [[offset, message], …]}}: where it was to begin, and what it got. Offsets may be sparse, and a
 * message may become visible at any time; but a poll must not leave out an offset that is known to
 * hold a message, also where the message becomes visible later: consumers go on behind it. Sends of
 * unknown outcome may or may not be there. Where the last poll of an offset that a send had got
 * before returned nothing, the result is <em>unknown</em>. Messages of a log have to be unique, and
 * nothing may be deleted from logs meanwhile, by retention or compaction. In O(n log n).
 */
public final class LogChecker implements Checker {
  static final String SEND = "send";
  static final String POLL = "poll";
  private static final Set<String> FUNCTIONS = Set.of(SEND, POLL, "commit", "assign");
  private static final int ANOMALIES_MAX = 20;

  /** Whether all calls are those of a log, sends and polls with offsets among them. */
  public static boolean fits(History history) {
    List<String> functions = history.functions();
    return functions.containsAll(List.of(SEND, POLL))
        && FUNCTIONS.containsAll(functions)
        && isPolledAsLog(history);
  }

  /**
   * Whether a poll returned more than one thing, or what no call sent: others send to queues, and
   * poll single elements of them. Whether it is in the form of a log's is said by the check.
   */
  private static boolean isPolledAsLog(History history) {
    Set<Value> sent = new HashSet<>();
    for (Operation operation : history.operations()) {
      if (operation.function().equals(SEND)) {
        sent.add(operation.argument());
      }
    }
    return history.operations().stream()
        .filter(operation -> operation.function().equals(POLL) && operation.isOk())
        .map(Operation::result)
        .anyMatch(result -> isComposite(result) && !sent.contains(result));
  }

  private static boolean isComposite(Value value) {
    return value instanceof Value.Dict
        || (value instanceof Value.Seq items && !items.items().isEmpty());
  }

  @Override
  public String name() {
    return "log-order";
  }

  @Override
  public String description() {
    return "is each message at one offset, and polled in order without gaps?";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.SUCCESS,
        Observation.attempted("nothing was sent", Set.of(SEND)),
        Observation.succeeded("no poll ever succeeded", Set.of(POLL)));
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Map<Value, OneLog> logs = new LinkedHashMap<>();
    boolean hasRealTime = history.recorded().realTime();
    try {
      for (Operation operation : history.operations()) {
        logs.computeIfAbsent(operation.key(), key -> new OneLog(key, hasRealTime)).add(operation);
      }
    } catch (IllegalArgumentException unfit) {
      return CheckResult.unknown(name(), unfit.getMessage(), Map.of(Judge.MISFIT, true));
    }
    List<Anomaly> anomalies = new ArrayList<>();
    logs.values().forEach(log -> anomalies.addAll(log.anomalies()));
    long seen = logs.values().stream().filter(OneLog::isSeen).count();
    long unseen = logs.values().stream().mapToLong(OneLog::unseen).sum();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("logs", logs.size());
    facts.put("polled", seen);
    facts.put("unseen", unseen);
    return result(logs.values(), anomalies, seen, facts)
        .withWarnings(
            unseen == 0
                ? List.of()
                : List.of("no poll returned " + Count.of(unseen, "acknowledged message")));
  }

  private CheckResult result(
      Collection<OneLog> logs, List<Anomaly> anomalies, long seen, Map<String, Object> facts) {
    if (!anomalies.isEmpty()) {
      anomalies.sort(Gravity.FIRST);
      return new CheckResult(
          name(),
          Verdict.INVALID,
          anomalies.getFirst().explanation(),
          anomalies.subList(0, Math.min(ANOMALIES_MAX, anomalies.size())),
          facts);
    }
    Optional<String> hidden = logs.stream().flatMap(log -> log.hidden().stream()).findFirst();
    if (hidden.isPresent()) {
      return CheckResult.unknown(name(), hidden.get(), facts);
    }
    return seen == 0
        ? CheckResult.unknown(name(), "no poll returned a message", facts)
        : CheckResult.valid(
            name(),
            "%d of %d logs were polled, in order and without gaps".formatted(seen, logs.size()),
            facts);
  }
}
