/**
 * Linearizability of objects whose state is a count: counters, semaphores, and locks, whose permits
 * are counted or have an owner. Internal to the checker.
 */
package dev.ordeal.checkers.linearizability.counter;
