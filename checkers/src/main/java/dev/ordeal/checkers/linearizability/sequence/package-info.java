/**
 * Linearizability of objects whose answers give the order of their operations, or differ by
 * definition: append-only lists, growing numbers, unique ids. Internal to the checker.
 */
package dev.ordeal.checkers.linearizability.sequence;
