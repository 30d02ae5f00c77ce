/**
 * The contract of every checker: a history goes in, a result comes out, within a budget.
 *
 * <p>Start at {@link dev.ordeal.checkers.Checker}. Nothing here knows of networks, processes or
 * files; only {@code results} is used, and nothing is logged.
 */
package dev.ordeal.checkers;
