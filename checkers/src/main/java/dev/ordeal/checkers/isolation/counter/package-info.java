/**
 * Transactions that add to counters, which have no versions to follow: bounds of sums, and search
 * for an order. Start at {@link dev.ordeal.checkers.isolation.counter.CounterTransactions}.
 * Internal to the checker.
 */
package dev.ordeal.checkers.isolation.counter;
