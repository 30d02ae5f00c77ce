package dev.ordeal.workloads.txn;

import dev.ordeal.workloads.generator.Seed;
import java.util.List;

/**
 * Each thread writes one register, then another, then reads such a pair, its own or somebody
 * else's, the second first.
 *
 * <p>Who sees the second write has to see the first: the order in which a client did things is kept
 * for all.
 */
record OrderedPairs() implements TransactionShape {
  private static final int TRANSACTIONS = 3;

  @Override
  public boolean isOfSessions() {
    return true;
  }

  @Override
  public List<MicroOp> steps(Seed seed, Turn turn) {
    long pair = turn.number() / TRANSACTIONS;
    int place = (int) (turn.number() % TRANSACTIONS);
    if (place < 2) {
      return List.of(new MicroOp.Write(key(turn, turn.thread(), pair, place), 1));
    }
    boolean own = seed.split("own").below(3) == 0;
    int owner = own ? turn.thread() : seed.split("owner").below(turn.threads());
    // The others are about as far as this one.
    long about = own ? pair : Math.max(0, pair - 1 + seed.split("pair").below(3));
    return List.of(
        new MicroOp.Read(key(turn, owner, about, 1)), new MicroOp.Read(key(turn, owner, about, 0)));
  }

  private static long key(Turn turn, int owner, long pair, int place) {
    return 2 * (pair * turn.threads() + owner) + place;
  }
}
