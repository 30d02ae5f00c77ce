/**
 * Which checkers judge a run, and those that look at the run as a whole.
 *
 * <p>Start at {@link dev.ordeal.harness.judging.Judging}. Not an interface for other programs.
 */
package dev.ordeal.harness.judging;
