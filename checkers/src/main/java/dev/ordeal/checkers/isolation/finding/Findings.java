package dev.ordeal.checkers.isolation.finding;

import dev.ordeal.checkers.isolation.transaction.Transactions;
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
public final class Findings {
  private final Transactions transactions;
  private final Map<String, Anomaly> anomalies = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /** No anomalies yet, of these transactions. */
  public Findings(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Notes an anomaly; the story is told only for the first of its name. */
  public void add(String name, Value key, int[] witness, Supplier<String> story) {
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
  public void add(String name, Supplier<Anomaly> story) {
    counts.merge(name, 1, Integer::sum);
    anomalies.computeIfAbsent(name, n -> story.get());
  }

  /** Notes what others have found, behind what is here. */
  public void addAll(Findings others) {
    others.counts.forEach((name, count) -> counts.merge(name, count, Integer::sum));
    others.anomalies.forEach(anomalies::putIfAbsent);
  }

  /** Whether an anomaly of this name was added. */
  public boolean has(String name) {
    return counts.containsKey(name);
  }

  /** The names of the anomalies; a view. */
  public Set<String> names() {
    return counts.keySet();
  }

  /** By name, how many anomalies there were; not to change. */
  public Map<String, Integer> counts() {
    return counts;
  }

  /** One anomaly of each name, in the order in which they were added. */
  public List<Anomaly> anomalies() {
    return new ArrayList<>(anomalies.values());
  }
}
