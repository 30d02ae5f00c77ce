/**
 * The top floor: plan, run, check, report, and the command line.
 *
 * <p>Start at {@link dev.ordeal.harness.run.Run} for what a run does and at {@link
 * dev.ordeal.harness.cli.Main} for the commands.
 */
package dev.ordeal.harness;
