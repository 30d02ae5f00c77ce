/**
 * Calls into code that is not Ordeal's: a database, a client, a generator that a user brought.
 *
 * <p>Such code may throw anything, block, spin or end the JVM. It runs on platform threads of its
 * own, with a time limit; what it does against its contract is kept in {@link
 * dev.ordeal.targets.foreign.Breaches}. Start at {@link dev.ordeal.targets.foreign.ForeignCalls}.
 */
package dev.ordeal.targets.foreign;
