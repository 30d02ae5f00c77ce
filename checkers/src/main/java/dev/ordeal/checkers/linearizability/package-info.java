/**
 * Linearizability: could the operations have taken effect one at a time, each between its call and
 * its return?
 *
 * <p>Start at {@link dev.ordeal.checkers.linearizability.LinearizabilityChecker}, which splits the
 * history by key and asks the {@link dev.ordeal.checkers.linearizability.Monitor} of the model,
 * which decides in near-linear time where values are unique (sets that are read as a whole by
 * {@link dev.ordeal.checkers.linearizability.SetSearch}); for what it leaves open {@link
 * dev.ordeal.checkers.linearizability.RegisterSearch} for registers and {@link
 * dev.ordeal.checkers.linearizability.GeneralSearch} for everything else.
 */
package dev.ordeal.checkers.linearizability;
