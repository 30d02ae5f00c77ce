/**
 * Linearizability: could the operations have taken effect one at a time, each between its call and
 * its return?
 *
 * <p>Start at {@link dev.ordeal.checkers.linearizability.LinearizabilityChecker}, the only public
 * class for use from other modules. It splits the history by key and asks the {@link
 * dev.ordeal.checkers.linearizability.finding.Monitor} of the model (see {@link
 * dev.ordeal.checkers.linearizability.Monitors}), which decides in near-linear time where values
 * are unique; for what it leaves open {@link
 * dev.ordeal.checkers.linearizability.register.RegisterSearch} for registers and {@link
 * dev.ordeal.checkers.linearizability.search.GeneralSearch} for everything else. The packages below
 * hold one type of object each ({@code counter}, {@code queue}, {@code register}, {@code sequence},
 * {@code set}) or what these have in common ({@code finding}, {@code order}, {@code search}).
 */
package dev.ordeal.checkers.linearizability;
