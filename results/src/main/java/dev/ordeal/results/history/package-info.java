/**
 * The history of a run: events, operations, values, and the formats they are kept in.
 *
 * <p>Start at {@link dev.ordeal.results.history.Event} and {@link
 * dev.ordeal.results.history.History}; files are read by {@link
 * dev.ordeal.results.history.HistoryFile} and written by {@link
 * dev.ordeal.results.history.HistoryWriter}. Uses nothing but Jackson.
 */
package dev.ordeal.results.history;
