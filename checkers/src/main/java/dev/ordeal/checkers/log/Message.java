package dev.ordeal.checkers.log;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;

/**
 * A message at an offset of a log, as an operation shows it.
 *
 * @param shown the send that was answered with the offset, or a poll that returned it
 */
record Message(long offset, Value value, Operation shown) {}
