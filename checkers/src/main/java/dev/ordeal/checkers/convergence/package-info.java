/**
 * Whether clients come to agree once nothing is changed or broken any more, and when.
 *
 * <p>Start at {@link dev.ordeal.checkers.convergence.ConvergenceChecker}: {@link
 * dev.ordeal.checkers.convergence.Quiet} tells from when on reads count, {@link
 * dev.ordeal.checkers.convergence.Agreement} compares them, and an {@link
 * dev.ordeal.checkers.convergence.Account} of what was changed tells what an object may hold.
 */
package dev.ordeal.checkers.convergence;
