/**
 * Tries whether a target keeps the contract of its clients: what they say about calls is compared
 * with what happened.
 *
 * <p>Start at {@link dev.ordeal.harness.trial.Trial}. Not an interface for other programs.
 */
package dev.ordeal.harness.trial;
