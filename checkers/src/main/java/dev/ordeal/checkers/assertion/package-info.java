/**
 * Histories that are recorded in a program's own tests or written down, and assertions on them.
 *
 * <p>Start at {@link dev.ordeal.checkers.assertion.HistoryRecorder} or {@link
 * dev.ordeal.checkers.assertion.Histories}, and at {@link
 * dev.ordeal.checkers.assertion.HistoryAssert}; {@code docs/library.md} says which checker judges
 * what. An interface for other programs: nothing but the module {@code results} is needed beside
 * {@code checkers}.
 */
package dev.ordeal.checkers.assertion;
