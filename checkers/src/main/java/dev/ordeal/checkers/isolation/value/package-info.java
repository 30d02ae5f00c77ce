/**
 * Transactions on registers whose values repeat, so that reads do not tell whose write they saw:
 * search for the writers. Start at {@link dev.ordeal.checkers.isolation.value.RepeatedWrites}.
 * Internal to the checker.
 */
package dev.ordeal.checkers.isolation.value;
