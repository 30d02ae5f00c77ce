/**
 * Accounts between which money is moved.
 *
 * <p>Start at {@link dev.ordeal.workloads.bank.BankWorkload}; a database takes part by implementing
 * {@link dev.ordeal.workloads.bank.BankClient}.
 */
package dev.ordeal.workloads.bank;
