/**
 * Which isolation levels a history of transactions keeps, and what it shows instead.
 *
 * <p>Start at {@link dev.ordeal.checkers.isolation.IsolationChecker}: transactions are put into
 * columns, their versions into order, what depends on what into a graph; each level is a kind of
 * cycle that the graph must not have ({@link dev.ordeal.checkers.isolation.Rule}), each anomaly a
 * shortest one ({@link dev.ordeal.checkers.isolation.CycleClass}). Where nobody saw the order of
 * appends, {@link dev.ordeal.checkers.isolation.Orientation} looks for one. Registers do not tell
 * the order of their writes: {@link dev.ordeal.checkers.isolation.CommitOrder} and {@link
 * dev.ordeal.checkers.isolation.ParallelOrder} look for one. Those whose values repeat go through
 * {@link dev.ordeal.checkers.isolation.RepeatedWrites}, counters through {@link
 * dev.ordeal.checkers.isolation.CounterSearch}. {@link
 * dev.ordeal.checkers.consistency.ConsistencyModel} knows which level implies which.
 */
package dev.ordeal.checkers.isolation;
