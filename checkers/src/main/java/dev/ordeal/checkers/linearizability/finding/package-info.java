/**
 * What is found out about the operations of one object: that there is a linearization, or why there
 * is none ({@link dev.ordeal.checkers.linearizability.finding.Finding}), and how explanations name
 * operations and values. Internal to the checker.
 */
package dev.ordeal.checkers.linearizability.finding;
