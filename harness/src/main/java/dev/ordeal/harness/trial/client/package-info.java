/**
 * Looks at single clients and at what a target says of its nodes, while nothing else is disturbed.
 *
 * <p>Start at {@link dev.ordeal.harness.trial.client.ContractChecks}. Uses taps and findings.
 */
package dev.ordeal.harness.trial.client;
