/**
 * Looks for a total order that fits what is known and, of each of many choices, one side.
 *
 * <p>{@link dev.ordeal.checkers.solver.CdclSolver} decides choices and learns from contradictions;
 * {@link dev.ordeal.checkers.solver.DynamicTopologicalOrder} keeps an order of nodes while edges
 * come and go, {@link dev.ordeal.checkers.solver.TopologicalSort} makes one to begin with, and
 * {@link dev.ordeal.checkers.solver.ForcedOrder} remembers who has to come before whom, and why.
 * None of them knows what the nodes stand for. Start reading at {@code CdclSolver}.
 */
package dev.ordeal.checkers.solver;
