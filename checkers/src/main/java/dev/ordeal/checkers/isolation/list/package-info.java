/**
 * Transactions that append to lists: the order of versions, what depends on what, dirty writes.
 * Start at {@link dev.ordeal.checkers.isolation.list.ListAppend}. Internal to the checker.
 */
package dev.ordeal.checkers.isolation.list;
