/**
 * The contract between a workload and the clients that reach a database.
 *
 * <p>Start at {@link dev.ordeal.workloads.client.Client}. Each data type's own contract stands
 * beside its workload, for example {@link dev.ordeal.workloads.register.RegisterClient}.
 */
package dev.ordeal.workloads.client;
