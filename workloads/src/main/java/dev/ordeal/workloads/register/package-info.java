/**
 * Linearizable registers: read, write and compare-and-set over many keys.
 *
 * <p>Start at {@link dev.ordeal.workloads.register.RegisterWorkload}; a database takes part by
 * implementing {@link dev.ordeal.workloads.register.RegisterClient}.
 */
package dev.ordeal.workloads.register;
