/**
 * Transactions that add to sets: who saw whose elements, and what depends on what. Start at {@link
 * dev.ordeal.checkers.isolation.set.SetAdd}. Internal to the checker.
 */
package dev.ordeal.checkers.isolation.set;
