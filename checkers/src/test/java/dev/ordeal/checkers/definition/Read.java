package dev.ordeal.checkers.definition;

/**
 * A read with what it saw.
 *
 * @param at its position in its transaction
 * @param key the object
 * @param seen the other transactions of which it showed writes
 * @param writer of a register who wrote the value that it returned, {@link #INITIAL} if nobody did;
 *     otherwise of no meaning
 * @param isOwn whether its transaction had written the object before, so that a register shows
 *     nothing of others
 */
record Read(int at, int key, int seen, int writer, boolean isOwn) {
  static final int INITIAL = -1;
}
