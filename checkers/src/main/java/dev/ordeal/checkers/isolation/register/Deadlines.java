package dev.ordeal.checkers.isolation.register;

import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;

/** By when transactions on registers must have committed. */
final class Deadlines {
  private Deadlines() {}

  /**
   * By transaction: its own end, or that of somebody who saw it, if that is earlier; {@link
   * dev.ordeal.results.history.Columns#NEVER} if nothing tells.
   */
  static int[] of(RwRegister history) {
    Transactions transactions = history.transactions;
    Writers writers = history.writers;
    int[] firstRead = history.firstRead;
    int[] readSlots = history.readSlots;
    int n = transactions.size();
    int[] deadline = new int[n];
    int[] readersLeft = new int[n];
    for (int t = 0; t < n; t++) {
      deadline[t] = transactions.end(t);
      for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
        if (readSlots[i] >= 0) {
          readersLeft[writers.writer(readSlots[i])]++;
        }
      }
    }
    int[] queue = new int[n];
    int tail = 0;
    for (int t = 0; t < n; t++) {
      if (readersLeft[t] == 0) {
        queue[tail++] = t;
      }
    }
    for (int head = 0; head < tail; head++) {
      int t = queue[head];
      for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
        if (readSlots[i] >= 0) {
          int writer = writers.writer(readSlots[i]);
          deadline[writer] = Math.min(deadline[writer], deadline[t]);
          if (--readersLeft[writer] == 0) {
            queue[tail++] = writer;
          }
        }
      }
    }
    return deadline;
  }
}
