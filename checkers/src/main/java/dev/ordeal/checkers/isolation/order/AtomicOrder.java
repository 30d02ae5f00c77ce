package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.register.RwRegister;
import java.util.Arrays;

/**
 * Decides exactly whether registers keep update atomicity (Cerone, Bernardi and Gotsman, CONCUR
 * 2015): read atomicity, and of two transactions that write the same object one has seen the other.
 *
 * <p>Looks for an order of transactions. Each has seen those that it read, and those before it that
 * wrote what it writes; of each register that it reads the last one of these must be whom it read.
 * Whom those have seen does not count. If it has seen somebody who wrote a register after the
 * version that it read, either that writer came before the version, or behind the reader.
 */
public final class AtomicOrder extends WriterOrder {
  /** An order of some transactions, not yet decided. */
  public AtomicOrder(RwRegister history, int[] members, Budget budget) {
    super(history, members, budget);
  }

  @Override
  int[] broken(int reader) {
    int m = members[reader];
    for (int read = history.firstRead[m]; read < history.firstRead[m + 1]; read++) {
      for (int write = missed(read); write != NOBODY; write = next[write]) {
        int between = writer[write];
        boolean isRead = reads(reader, between);
        if (isRead || bothWrite(m, members[between])) {
          return together(reader, read, between, isRead);
        }
      }
    }
    return null;
  }

  private int[] together(int reader, int read, int between, boolean isRead) {
    int version = seenOf(read);
    concern(reader);
    concern(between);
    int[] literals = new int[2];
    int count = 0;
    if (version != NOBODY) {
      concern(version);
      literals[count++] = literal(version, between);
    }
    if (!isRead) {
      literals[count++] = literal(between, reader);
    }
    return Arrays.copyOf(literals, count);
  }

  private boolean reads(int reader, int other) {
    int m = members[reader];
    for (int read = history.firstRead[m]; read < history.firstRead[m + 1]; read++) {
      if (seenOf(read) == other) {
        return true;
      }
    }
    return false;
  }

  private boolean bothWrite(int one, int other) {
    for (int i = history.firstWrite[one]; i < history.firstWrite[one + 1]; i++) {
      if (history.writes(other, history.writeKeys[i])) {
        return true;
      }
    }
    return false;
  }

  @Override
  String problem(int[] found) {
    return AtomicCertificate.problem(history, members, found);
  }
}
