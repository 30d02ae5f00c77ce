package dev.ordeal.checkers.linearizability.register;

import java.util.Arrays;

/**
 * How exactly a walk keeps account of the crashed calls of each kind.
 *
 * <p>A <em>counted</em> kind may take effect as often as it was called. Each of the others has a
 * price, and at any time those that took effect may together cost what all that were called so far
 * are worth. Every linearization keeps to that, because it keeps to the number of each kind: the
 * sum of several constraints, each times a positive number, is implied by them (a surrogate
 * constraint; Glover, <em>Surrogate constraints</em>, 1968).
 */
final class RegisterRelaxation {
  private static final int FIRST_PRICE = 64;
  private static final int PRICE_MAX = 1 << 20;

  /** By kind; 0 for those that are counted. */
  private final int[] prices;

  private int[] counted = {};

  RegisterRelaxation(int kinds) {
    prices = new int[kinds];
    Arrays.fill(prices, FIRST_PRICE);
  }

  /** The price of a kind; 0 if it is counted. */
  int price(int kind) {
    return prices[kind];
  }

  boolean isCounted(int kind) {
    return prices[kind] == 0;
  }

  /** The kinds that are counted; not to be changed. */
  int[] counted() {
    return counted;
  }

  /** Makes a kind half as expensive again, so that a walk takes others where it can. */
  void raise(int kind) {
    prices[kind] += Math.max(1, prices[kind] / 2);
    if (prices[kind] > PRICE_MAX) {
      for (int other = 0; other < prices.length; other++) {
        prices[other] -= prices[other] / 2;
      }
    }
  }

  /** Has the most expensive kind, the scarcest so far, counted from now on. */
  void countMostExpensive() {
    int most = 0;
    for (int kind = 1; kind < prices.length; kind++) {
      most = prices[kind] > prices[most] ? kind : most;
    }
    prices[most] = 0;
    counted = Arrays.copyOf(counted, counted.length + 1);
    counted[counted.length - 1] = most;
  }
}
