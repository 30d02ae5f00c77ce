package dev.ordeal.checkers.nodes;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.nodes.Leaders;
import dev.ordeal.results.nodes.NodeEnd;
import dev.ordeal.results.nodes.NodesWatched;
import dev.ordeal.results.nodes.Recovery;
import dev.ordeal.results.nodes.Recovery.FinalCalls;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Count;
import dev.ordeal.results.verdict.Gravity;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether nodes lived. The end of a node that no fault explains is the anomaly {@code
 * node-crashed}, a cluster that does not serve clients again after all faults were undone {@code
 * not-recovered}. It also says who led.
 *
 * <p>Histories of runs that did not watch their nodes are not judged.
 */
public final class NodesChecker implements Checker {
  /** Its name in {@code verdict.json}. */
  public static final String NAME = "nodes";

  private static final int WITNESS_MAX = 3;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "nodes that crashed, a cluster that did not recover; leader changes";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  /** Nodes are watched whether clients call or not. */
  @Override
  public List<Observation> needs() {
    return List.of();
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Map<String, Object> facts = new LinkedHashMap<>();
    List<NodeEnd> ends = NodeEnd.of(history);
    Optional<Recovery> recovery = Recovery.of(history);
    Optional<NodesWatched> watched = NodesWatched.of(history);
    Leaders leaders = leaders(history, facts);
    List<Anomaly> anomalies = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    Explanations explanations = Explanations.of(history);
    facts.put("ends", ends(history, ends, explanations, anomalies));
    recovery.ifPresent(
        r -> recovered(history, r, excused(r, ends, explanations), facts, anomalies, warnings));
    unanswered(history, recovery, facts).ifPresent(anomalies::add);
    if (!anomalies.isEmpty()) {
      return new CheckResult(
          NAME,
          Verdict.INVALID,
          Gravity.gravest(anomalies).explanation(),
          anomalies,
          facts,
          warnings);
    }
    if (watched.isEmpty()) {
      boolean wereWatched = leaders.wereAsked() || recovery.isPresent() || !ends.isEmpty();
      return wereWatched
          ? CheckResult.unknown(NAME, "the nodes were not watched to the end", facts)
          : CheckResult.valid(NAME, "not judged: this history is of no watched nodes", facts);
    }
    Map<String, String> problems = new TreeMap<>(watched.get().problems());
    problems.values().removeIf(String::isEmpty);
    if (!problems.isEmpty()) {
      facts.put("not-watched", problems);
      Map.Entry<String, String> first = problems.entrySet().iterator().next();
      String reason =
          "node %s could not be watched: %s".formatted(first.getKey(), first.getValue());
      return CheckResult.unknown(NAME, reason, facts).withWarnings(warnings);
    }
    facts.put("watched", watched.get().problems().size());
    return CheckResult.valid(NAME, summary(watched.get(), ends, leaders), facts)
        .withWarnings(warnings);
  }

  private static String summary(NodesWatched watched, List<NodeEnd> ends, Leaders leaders) {
    if (watched.problems().isEmpty()) {
      return "no node was watched: their processes are out of reach";
    }
    String led = leaders.wereAsked() ? "; leaders: " + leaders.text() : "";
    String ended =
        ends.isEmpty()
            ? "none ended by itself"
            : Count.of(ends.size(), "end") + ", each explained by a fault";
    return "%s watched, %s%s".formatted(Count.of(watched.problems().size(), "node"), ended, led);
  }

  private static Leaders leaders(History history, Map<String, Object> facts) {
    Leaders leaders = Leaders.of(history);
    if (leaders.wereAsked()) {
      facts.put("leader-changes", leaders.changes());
      facts.put("without-leader-seconds", leaders.vacantSeconds());
      List<Object> terms = new ArrayList<>();
      for (Leaders.Term term : leaders.terms()) {
        Map<String, Object> led = new LinkedHashMap<>();
        led.put("node", term.node());
        led.put("seconds", term.time() / 1e9);
        terms.add(led);
      }
      facts.put("leaders", terms);
    }
    return leaders;
  }

  // Ends.

  private static List<Object> ends(
      History history, List<NodeEnd> ends, Explanations explanations, List<Anomaly> anomalies) {
    List<Object> rows = new ArrayList<>();
    for (NodeEnd end : ends) {
      Optional<String> why = explanations.of(end);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("node", end.node());
      row.put("seconds", end.time() / 1e9);
      row.put("status", end.status());
      row.put("last-lines", end.lastLines());
      why.ifPresent(fault -> row.put("explained-by", fault));
      rows.add(row);
      if (why.isEmpty()) {
        anomalies.add(crash(history, end));
      }
    }
    return rows;
  }

  private static Anomaly crash(History history, NodeEnd end) {
    String last =
        end.lastLine().isEmpty() ? "Its log is empty." : "Last log line: " + end.lastLine();
    String text =
        String.format(
            Locale.ROOT,
            "Node %s ended by itself at %.3f s, and no fault explains it: %s. %s",
            end.node(),
            end.time() / 1e9,
            end.status(),
            last);
    return new Anomaly("node-crashed", Value.NIL, text, lastCalls(history, end.node(), end.time()));
  }

  /** The last calls to a node before some time that it answered, or may have carried out. */
  private static List<Operation> lastCalls(History history, String node, long time) {
    Deque<Operation> calls = new ArrayDeque<>();
    Columns columns = history.columns();
    for (int call = columns.size() - 1; call >= 0 && calls.size() < WITNESS_MAX; call--) {
      Operation operation = columns.operation(call);
      boolean isBefore = operation.start() <= time && !operation.isFail();
      if (isBefore && operation.node().equals(node)) {
        calls.addFirst(operation);
      }
    }
    return List.copyOf(calls);
  }

  // Recovery.

  /**
   * By node that need not recover: why. One whose data was changed for good, or that ended because
   * of a fault, may stay away; and if half of the nodes may, so may all: they lack a majority.
   */
  private static Map<String, String> excused(
      Recovery recovery, List<NodeEnd> ends, Explanations explanations) {
    Map<String, String> excused = explanations.damaged();
    for (NodeEnd end : ends) {
      explanations.of(end).ifPresent(fault -> excused.putIfAbsent(end.node(), fault));
    }
    if (!excused.isEmpty() && 2 * excused.size() >= recovery.nodes()) {
      String any = excused.values().iterator().next();
      recovery.notReady().keySet().forEach(node -> excused.putIfAbsent(node, any));
    }
    return excused;
  }

  private static Map<String, Object> counts(FinalCalls calls) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("calls", calls.calls());
    counts.put("answered", calls.answered());
    return counts;
  }

  /** A cluster all of whose nodes say that they are ready, but that answers no call any more. */
  private static Optional<Anomaly> unanswered(
      History history, Optional<Recovery> recovery, Map<String, Object> facts) {
    Optional<FinalCalls> calls = FinalCalls.of(history);
    calls.ifPresent(c -> facts.put("final-calls", counts(c)));
    boolean saidToBeReady = recovery.map(r -> r.notReady().isEmpty()).orElse(false);
    if (!saidToBeReady || calls.isEmpty() || calls.get().calls() == 0) {
      return Optional.empty();
    }
    boolean hasEverAnswered = Observation.SUCCESS.missing(history).isEmpty();
    if (calls.get().answered() > 0
        || !hasEverAnswered
        || !hadSucceededBefore(history, recovery.get().time())) {
      return Optional.empty();
    }
    String text =
        ("All faults were undone and all %d nodes said that they were ready, but not one of %d"
                + " final calls was answered.")
            .formatted(recovery.get().nodes(), calls.get().calls());
    return Optional.of(new Anomaly("not-recovered", Value.NIL, text, List.of()));
  }

  /**
   * Whether a call of a kind that was made after the recovery had succeeded before it. If reads,
   * say, never did, their failing says nothing of the recovery: the client may be wrong.
   */
  private static boolean hadSucceededBefore(History history, long recovery) {
    Set<String> succeeded = new HashSet<>();
    Set<String> made = new HashSet<>();
    Columns columns = history.columns();
    for (int call = 0; call < columns.size(); call++) {
      Operation operation = columns.operation(call);
      if (operation.start() >= recovery) {
        made.add(operation.function());
      } else if (operation.isOk()) {
        succeeded.add(operation.function());
      }
    }
    return made.isEmpty() || made.stream().anyMatch(succeeded::contains);
  }

  private static void recovered(
      History history,
      Recovery recovery,
      Map<String, String> excused,
      Map<String, Object> facts,
      List<Anomaly> anomalies,
      List<String> warnings) {
    facts.put("recovered", recovery.notReady().isEmpty());
    facts.put("recovery-waited-ms", recovery.waitedMillis());
    if (recovery.notReady().isEmpty()) {
      return;
    }
    Map<String, String> notReady = new TreeMap<>(recovery.notReady());
    facts.put("not-ready", notReady);
    List<String> unexplained = new ArrayList<>();
    List<Operation> witness = new ArrayList<>();
    notReady.forEach(
        (node, why) -> {
          if (excused.containsKey(node)) {
            warnings.add(
                "node %s did not recover (%s), as may be after '%s'"
                    .formatted(node, why, excused.get(node)));
          } else {
            unexplained.add(node + ": " + why);
            witness.addAll(lastCalls(history, node, Long.MAX_VALUE));
          }
        });
    if (!unexplained.isEmpty()) {
      String text =
          String.format(
              Locale.ROOT,
              "All faults were undone, and %.0f s later %d of %d nodes did not serve clients: %s",
              recovery.waitedMillis() / 1e3,
              unexplained.size(),
              recovery.nodes(),
              String.join("; ", unexplained));
      anomalies.add(new Anomaly("not-recovered", Value.NIL, text, witness));
    }
  }
}
