/**
 * What must stay as it is while money moves.
 *
 * <p>Start at {@link dev.ordeal.checkers.bank.BankChecker}.
 */
package dev.ordeal.checkers.bank;
