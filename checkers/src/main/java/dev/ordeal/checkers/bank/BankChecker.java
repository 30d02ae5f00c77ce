package dev.ordeal.checkers.bank;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Whether every read of all accounts found the same sum, and none below zero.
 *
 * <p>Transfers of unknown outcome do not matter: they keep the sum whether they happened or not. A
 * wrong sum rules out snapshot isolation and all above it. In O(sizes of all reads).
 */
public final class BankChecker implements Checker {
  private static final int ANOMALIES_MAX = 10;

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

  /** For histories of others: what the first read found is what there was. */
  public static BankChecker asFirstRead() {
    return new BankChecker(OptionalLong.empty());
  }

  /** Whether all calls are transfers and reads, some of each. */
  public static boolean fits(History history) {
    boolean transfers = false;
    for (Operation operation : history.operations()) {
      boolean isTransfer = operation.function().equals("transfer");
      if (!isTransfer && !operation.function().equals("read")) {
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
    return "did every read of all accounts find the same sum, and no account below zero?";
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    List<Anomaly> anomalies = new ArrayList<>();
    Map<String, Long> counts = new LinkedHashMap<>();
    int reads = 0;
    long total = known.orElse(0);
    for (Operation operation : history.operations()) {
      if (!operation.isOk() || !operation.function().equals("read")) {
        continue;
      }
      reads++;
      long sum = 0;
      long least = Long.MAX_VALUE;
      for (Value balance : balances(operation.result())) {
        sum += balance.asLong();
        least = Math.min(least, balance.asLong());
      }
      if (reads == 1 && known.isEmpty()) {
        total = sum;
      }
      if (sum != total) {
        String text =
            "%s found %d in all accounts together. There was %d at first, and transfers neither add"
                + " nor take.";
        note(
            "wrong-total",
            text.formatted(named(operation), sum, total),
            operation,
            anomalies,
            counts);
      }
      if (least < 0) {
        String text =
            "%s found %d on an account. A transfer of more than there is must be refused.";
        note(
            "negative-balance",
            text.formatted(named(operation), least),
            operation,
            anomalies,
            counts);
      }
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("reads", reads);
    facts.put("total", total);
    facts.putAll(counts);
    if (!anomalies.isEmpty()) {
      String reason = anomalies.getFirst().explanation();
      return new CheckResult(name(), Verdict.INVALID, reason, anomalies, facts);
    }
    return reads == 0
        ? CheckResult.unknown(name(), "no read of all accounts succeeded", facts)
        : CheckResult.valid(name(), "%d reads found %d each".formatted(reads, total), facts);
  }

  /** One after another, or by the account's name. */
  private static Collection<Value> balances(Value read) {
    return read instanceof Value.Dict dict ? dict.entries().values() : read.asList();
  }

  private static String named(Operation read) {
    return "Read %s of process %d".formatted(read.label(), read.process());
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
