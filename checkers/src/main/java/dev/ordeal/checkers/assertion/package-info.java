/**
 * Histories recorded in a program's own tests, and assertions on them.
 *
 * <p>Start at {@link dev.ordeal.checkers.assertion.HistoryRecorder} and {@link
 * dev.ordeal.checkers.assertion.HistoryAssert}. An interface for other programs: nothing but the
 * module {@code results} is needed beside {@code checkers}.
 */
package dev.ordeal.checkers.assertion;
