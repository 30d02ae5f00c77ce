/**
 * Guarantees of sessions (Terry et al., PDIS 1994), PRAM and causal consistency, of registers,
 * lists and sets.
 *
 * <p>Start at {@link dev.ordeal.checkers.session.SessionChecker}.
 */
package dev.ordeal.checkers.session;
