package dev.ordeal.checkers.bank;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether every read of all accounts found the same sum, and none below zero.
 *
 * <p>Transfers of unknown outcome do not matter: they keep the sum whether they happened or not. A
 * wrong sum rules out snapshot isolation and all above it. A read that does not say what every
 * account holds is not judged by its sum. In O(sizes of all reads).
 */
public final class BankChecker implements Checker {
  private static final int ANOMALIES_MAX = 10;
  private static final String TRANSFER = "transfer";
  private static final String READ = "read";

  private final OptionalLong known;

  /**
   * @param total what all accounts held together at first
   */
  public BankChecker(long total) {
    this(OptionalLong.of(total));
  }

  private BankChecker(OptionalLong known) {
    this.known = known;
  }

  /** For histories of others: the first complete read says what all accounts hold together. */
  public static BankChecker asFirstRead() {
    return new BankChecker(OptionalLong.empty());
  }

  /** With a total that is known, else {@link #asFirstRead}. */
  public static BankChecker of(OptionalLong total) {
    return new BankChecker(total);
  }

  /** Whether all calls are transfers and reads, some of each. */
  public static boolean fits(History history) {
    boolean transfers = false;
    for (Operation operation : history.operations()) {
      boolean isTransfer = operation.function().equals(TRANSFER);
      if (!isTransfer && !operation.function().equals(READ)) {
        return false;
      }
      transfers |= isTransfer;
    }
    return transfers;
  }

  @Override
  public String name() {
    return "bank";
  }

  @Override
  public String description() {
    return "did every read of all accounts see the same sum and no negative balance?";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.SUCCESS,
        Observation.succeeded("no read of all accounts ever succeeded", Set.of(READ)),
        Observation.attempted("no transfer was ever made", Set.of(TRANSFER)));
  }

  /** A read that succeeded. */
  private record Sight(Operation read, Collection<Value> balances) {
    private boolean isComplete(int accounts) {
      return balances.size() == accounts && balances.stream().noneMatch(Value::isNil);
    }

    private long sum() {
      return balances.stream().mapToLong(Value::asLong).sum();
    }

    private long least() {
      return balances.stream()
          .filter(balance -> !balance.isNil())
          .mapToLong(Value::asLong)
          .min()
          .orElse(0);
    }

    private String named() {
      return "Read %s of %s".formatted(read.label(), read.caller());
    }
  }

  private static List<Sight> sights(History history) {
    List<Sight> sights = new ArrayList<>();
    for (Operation operation : history.operations()) {
      if (operation.isOk() && operation.function().equals(READ)) {
        sights.add(new Sight(operation, balances(operation.result())));
      }
    }
    return sights;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    List<Sight> sights = sights(history);
    int accounts = sights.stream().mapToInt(sight -> sight.balances().size()).max().orElse(0);
    List<Sight> complete = sights.stream().filter(sight -> sight.isComplete(accounts)).toList();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("reads", sights.size());
    if (complete.size() < sights.size()) {
      facts.put("incomplete-reads", sights.size() - complete.size());
    }
    if (accounts == 0 || complete.isEmpty()) {
      return CheckResult.unknown(name(), "no read of all accounts succeeded", facts);
    }
    long total = known.orElseGet(() -> complete.getFirst().sum());
    facts.put("total", total);
    facts.put("total-from", known.isPresent() ? "given" : complete.getFirst().read().label());
    List<Anomaly> anomalies = new ArrayList<>();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Sight sight : complete) {
      if (sight.sum() != total) {
        String text =
            "%s found %d in all accounts together. There was %d at first%s, and transfers neither"
                + " add nor take.";
        note(
            "wrong-total",
            text.formatted(
                sight.named(),
                sight.sum(),
                total,
                known.isPresent() ? "" : " (" + complete.getFirst().read().label() + ")"),
            sight.read(),
            anomalies,
            counts);
      }
    }
    for (Sight sight : sights) {
      if (sight.least() < 0) {
        String text =
            "%s found %d on an account. A transfer of more than there is must be refused.";
        note(
            "negative-balance",
            text.formatted(sight.named(), sight.least()),
            sight.read(),
            anomalies,
            counts);
      }
    }
    facts.putAll(counts);
    if (!anomalies.isEmpty()) {
      String reason = Gravity.gravest(anomalies).explanation();
      return new CheckResult(name(), Verdict.INVALID, reason, anomalies, facts);
    }
    String from =
        known.isPresent()
            ? ""
            : ", as the first complete read " + complete.getFirst().read().label();
    return CheckResult.valid(
        name(),
        "%s found %d%s%s"
            .formatted(
                Count.of(complete.size(), "read"),
                total,
                complete.size() == 1 ? "" : " each",
                from),
        facts);
  }

  /** One after another, or by the account's name. */
  private static Collection<Value> balances(Value read) {
    return switch (read) {
      case Value.Dict dict -> dict.entries().values();
      case Value.Nil nil -> List.of();
      default -> read.asList();
    };
  }

  private static void note(
      String name,
      String text,
      Operation operation,
      List<Anomaly> anomalies,
      Map<String, Long> counts) {
    if (anomalies.size() < ANOMALIES_MAX) {
      anomalies.add(new Anomaly(name, Value.NIL, text, List.of(operation)));
    }
    counts.merge(name, 1L, Long::sum);
  }
}
