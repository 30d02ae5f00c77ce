/**
 * Linearizability of collections from which operations take elements: queues, stacks and priority
 * queues whose elements are unique. Internal to the checker.
 */
package dev.ordeal.checkers.linearizability.queue;
