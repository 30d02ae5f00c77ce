/**
 * The plan of a run's faults: drawn from a seed by {@link dev.ordeal.nemesis.schedule.Schedule}, or
 * written in a file ({@link dev.ordeal.nemesis.schedule.ScheduleFile}), of the kinds that {@link
 * dev.ordeal.nemesis.schedule.FaultTypes} finds. For use by the harness.
 */
package dev.ordeal.nemesis.schedule;
