package dev.ordeal.workloads.bank;

import java.util.List;

/**
 * A client of a bank. An account that nobody has touched holds what all held at first.
 *
 * <p>A {@link dev.ordeal.workloads.client.DefiniteFailure} says that a call did not happen; any
 * other exception that it may have. One thread at a time uses a client.
 */
public interface BankClient extends AutoCloseable {
  /**
   * Moves money in one transaction.
   *
   * @param opening what every account held at first
   * @return false if the account does not hold so much, and nothing was moved
   */
  boolean transfer(long from, long to, long amount, long opening) throws Exception;

  /** What each account holds, read in one transaction. */
  List<Long> balances(int accounts, long opening) throws Exception;

  @Override
  void close();
}
