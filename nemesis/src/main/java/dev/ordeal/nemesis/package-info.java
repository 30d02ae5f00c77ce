/**
 * The nemesis: the contract of faults, the seeded schedule, injection and healing.
 *
 * <p>Start at {@link dev.ordeal.nemesis.FaultType}, which every kind of fault implements, in the
 * packages {@code faults.*}; {@link dev.ordeal.nemesis.schedule.Schedule} plans faults, {@link
 * dev.ordeal.nemesis.Nemesis} carries the plan out and knows no fault, {@link
 * dev.ordeal.nemesis.Healing} cleans up after a run that died.
 */
package dev.ordeal.nemesis;
