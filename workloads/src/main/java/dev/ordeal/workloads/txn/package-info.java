/**
 * Transactions of micro-operations on lists, registers or sets.
 *
 * <p>Start at {@link dev.ordeal.workloads.txn.TransactionWorkload}; a database takes part by
 * implementing {@link dev.ordeal.workloads.txn.TransactionClient}.
 */
package dev.ordeal.workloads.txn;
