/**
 * The run folder and what lies in it beside history and report.
 *
 * <p>Start at {@link dev.ordeal.results.run.RunFolder}; {@link dev.ordeal.results.run.FaultJournal}
 * and the list of {@link dev.ordeal.results.run.OpenRuns} are how no fault is left behind.
 */
package dev.ordeal.results.run;
