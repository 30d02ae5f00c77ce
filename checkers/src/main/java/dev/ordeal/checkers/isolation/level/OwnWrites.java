package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.finding.ExcludedModels;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.MicroOps;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether transactions read what they wrote before themselves: a register's last value, a list that
 * ends with what was appended, a set that has what was added. Adya (ICDE 2000, section 4.2) makes
 * it a condition of every history, and every level of Biswas and Enea (OOPSLA 2019) presupposes it,
 * so a history in which they do not keeps no level.
 *
 * <p>Linear, but for the product of a transaction's own reads and writes.
 */
public final class OwnWrites {
  private static final String ANOMALY = "not-own-write";
  private static final int NONE = -1;

  private final Transactions transactions;
  private final MicroOps ops;

  private OwnWrites(Transactions transactions) {
    this.transactions = transactions;
    ops = transactions.ops;
  }

  /** Notes a read that does not show what its transaction wrote before, and what that rules out. */
  static void judge(Transactions transactions, Findings findings, ExcludedModels ruledOut) {
    // Any such read contradicts its own transaction, which has been noted.
    if (findings.has("internal") || findings.has("future-read")) {
      judgeAll(transactions, findings, ruledOut);
    }
  }

  /** The same where contradictions within transactions have not been noted. */
  public static void judgeAll(
      Transactions transactions, Findings findings, ExcludedModels ruledOut) {
    OwnWrites own = new OwnWrites(transactions);
    for (int t = 0; t < transactions.size(); t++) {
      int read = transactions.isOk(t) ? own.wrongRead(t) : NONE;
      if (read != NONE) {
        own.note(t, read, findings);
        ruledOut.add(ANOMALY, Set.of(ConsistencyModel.READ_UNCOMMITTED));
        return;
      }
    }
  }

  private void note(int t, int read, Findings findings) {
    findings.add(
        ANOMALY,
        transactions.key(ops.key(read)),
        new int[] {t},
        () ->
            "%s read %s = %s, which is not what it had written before itself."
                .formatted(transactions.name(t), transactions.key(ops.key(read)), shown(read)));
  }

  private String shown(int read) {
    return ops.isList(read)
        ? transactions.list(ops.list(read), ops.length(read))
        : transactions.value(transactions.cell(read)).toString();
  }

  private int wrongRead(int t) {
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.READ && !transactions.isSilent(at) && !isRight(t, at)) {
        return at;
      }
    }
    return NONE;
  }

  private boolean isRight(int t, int read) {
    int length = ops.isList(read) ? ops.length(read) : 0;
    int behind = length;
    Set<Long> elements = null;
    for (int at = read - MicroOps.WIDTH; at >= transactions.first(t); at -= MicroOps.WIDTH) {
      if (ops.key(at) != ops.key(read) || ops.kind(at) == MicroOps.Kind.READ) {
        continue;
      }
      switch (ops.kind(at)) {
        case WRITE -> {
          return transactions.cell(at) == transactions.cell(read);
        }
        case APPEND -> {
          if (--behind < 0 || ops.element(ops.list(read), behind) != ops.cell(at)) {
            return false;
          }
        }
        default -> {
          elements = elements == null ? elements(read, length) : elements;
          if (!elements.contains(ops.cell(at))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private Set<Long> elements(int read, int length) {
    Set<Long> elements = new HashSet<>();
    for (int i = 0; i < length; i++) {
      elements.add(ops.element(ops.list(read), i));
    }
    return elements;
  }
}
