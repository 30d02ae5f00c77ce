/**
 * The first of several versions that shows an anomaly: which version is replayed next is decided
 * from what replays showed and nothing else, so that a search goes on where it was interrupted.
 * Start with {@link dev.ordeal.harness.cli.bisect.Bisection}.
 */
package dev.ordeal.harness.cli.bisect;
