/**
 * The history of a run: events, operations, values, and the columns in which they are held.
 *
 * <p>Start at {@link dev.ordeal.results.history.Event} and {@link
 * dev.ordeal.results.history.History}; files are read by {@code HistoryFile} and written by {@code
 * HistoryWriter} in {@code results.history.file}. Uses nothing but Jackson. Checkers and clients
 * use {@link dev.ordeal.results.history.Value}, {@link dev.ordeal.results.history.Event}, {@link
 * dev.ordeal.results.history.Operation}, {@link dev.ordeal.results.history.History} and, for speed,
 * {@link dev.ordeal.results.history.Columns} with {@link dev.ordeal.results.history.CellPool} and
 * {@link dev.ordeal.results.history.MicroOps}, which only this package fills: the scanners that
 * read lines right into columns are here for that. {@link dev.ordeal.results.history.EventTable},
 * {@link dev.ordeal.results.history.LineScanner}, {@link dev.ordeal.results.history.Growth} and
 * {@link dev.ordeal.results.history.Pairing} are internal to the packages below.
 */
package dev.ordeal.results.history;
