/**
 * Search for a linearization of any {@link dev.ordeal.checkers.model.Model}, and the timeline of
 * calls and returns that searches follow. Internal to the checker.
 */
package dev.ordeal.checkers.linearizability.search;
