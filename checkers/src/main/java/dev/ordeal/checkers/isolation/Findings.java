package dev.ordeal.checkers.isolation;

import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The anomalies of a history: of each name one, and how many there were. */
final class Findings {
  private final Transactions transactions;
  private final Map<String, Anomaly> anomalies = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  Findings(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Notes an anomaly; the story is told only for the first of its name. */
  void add(String name, Value key, int[] witness, Supplier<String> story) {
    counts.merge(name, 1, Integer::sum);
    if (!anomalies.containsKey(name)) {
      Set<Integer> members = new LinkedHashSet<>();
      for (int transaction : witness) {
        members.add(transaction);
      }
      anomalies.put(
          name,
          new Anomaly(
              name, key, story.get(), members.stream().map(transactions::operation).toList()));
    }
  }

  /** Notes an anomaly that is told as a whole. */
  void add(String name, Supplier<Anomaly> story) {
    counts.merge(name, 1, Integer::sum);
    anomalies.computeIfAbsent(name, n -> story.get());
  }

  /** Notes what others have found, behind what is here. */
  void addAll(Findings others) {
    others.counts.forEach((name, count) -> counts.merge(name, count, Integer::sum));
    others.anomalies.forEach(anomalies::putIfAbsent);
  }

  boolean has(String name) {
    return counts.containsKey(name);
  }

  Set<String> names() {
    return counts.keySet();
  }

  Map<String, Integer> counts() {
    return counts;
  }

  List<Anomaly> anomalies() {
    return new ArrayList<>(anomalies.values());
  }
}
