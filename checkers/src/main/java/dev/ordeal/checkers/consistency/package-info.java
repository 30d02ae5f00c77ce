/**
 * The consistency models by name, and which of them imply which: isolation levels of transactions,
 * session guarantees, and models of single objects. Start at {@link
 * dev.ordeal.checkers.consistency.ConsistencyModel}; uses nothing but Java.
 */
package dev.ordeal.checkers.consistency;
