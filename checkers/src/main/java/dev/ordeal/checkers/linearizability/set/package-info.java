/**
 * Linearizability of sets: element by element, by whole reads where sets only grow, by search where
 * they do not. Start at {@link dev.ordeal.checkers.linearizability.set.UniqueSets}. Internal to the
 * checker.
 */
package dev.ordeal.checkers.linearizability.set;
