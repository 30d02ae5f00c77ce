/**
 * Files of histories. For use by other packages: {@link
 * dev.ordeal.results.history.file.HistoryFile} reads every format, {@link
 * dev.ordeal.results.history.file.HistoryWriter} writes events as they are recorded, {@link
 * dev.ordeal.results.history.file.EdnHistory} writes what Jepsen reads. All else is internal: one
 * class for each format, and the assembly of a history from the events of a file.
 */
package dev.ordeal.results.history.file;
