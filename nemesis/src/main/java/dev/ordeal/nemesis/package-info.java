/**
 * The nemesis: faults as data, the seeded schedule, injection and healing.
 *
 * <p>Start at {@link dev.ordeal.nemesis.Fault}, the list of all faults; {@link
 * dev.ordeal.nemesis.Schedule} plans them, {@link dev.ordeal.nemesis.Nemesis} carries the plan out,
 * {@link dev.ordeal.nemesis.Healing} cleans up after a run that died.
 */
package dev.ordeal.nemesis;
