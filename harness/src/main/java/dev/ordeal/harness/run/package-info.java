/**
 * One run from plan to report.
 *
 * <p>Start at {@link dev.ordeal.harness.run.Run}; {@link dev.ordeal.harness.run.Interpreter} drives
 * the clients.
 */
package dev.ordeal.harness.run;
