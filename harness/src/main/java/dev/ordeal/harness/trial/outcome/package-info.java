/**
 * Judges what clients said under faults by what was read back, and tells it as findings.
 *
 * <p>Start at {@link dev.ordeal.harness.trial.outcome.Fate}. Uses findings.
 */
package dev.ordeal.harness.trial.outcome;
