/**
 * What depends on what, as a graph of transactions: edges in arrays, the kinds of cycles that a
 * level forbids ({@link dev.ordeal.checkers.isolation.graph.Rule}) and those by which anomalies are
 * named ({@link dev.ordeal.checkers.isolation.graph.CycleClass}), and the components that find
 * them. Knows no history. Internal to the checker.
 */
package dev.ordeal.checkers.isolation.graph;
