/**
 * Saved runs that are run again: what {@code run.json} says of how to run the same, whom to trust
 * with it, and how the outcomes differ. Start with {@link
 * dev.ordeal.harness.cli.replay.RecordedRun}.
 */
package dev.ordeal.harness.cli.replay;
