/**
 * Which isolation levels a history of transactions keeps, and what it shows instead.
 *
 * <p>Start at {@link dev.ordeal.checkers.isolation.IsolationChecker}, which with {@link
 * dev.ordeal.checkers.isolation.SessionCausality} is all that other packages use: transactions are
 * put into columns ({@code transaction}), the versions of their objects into order ({@code list},
 * {@code set}, {@code register}), what depends on what into a graph ({@code graph}); each level is
 * a kind of cycle that the graph must not have ({@link dev.ordeal.checkers.isolation.graph.Rule}),
 * each anomaly a shortest one ({@link dev.ordeal.checkers.isolation.graph.CycleClass}). {@code
 * level} decides them. Where nobody saw the order of appends, {@link
 * dev.ordeal.checkers.isolation.level.WriteOrderSearch} looks for one. Registers do not tell the
 * order of their writes: {@code order} and {@code session} look for one. Those whose values repeat
 * go through {@link dev.ordeal.checkers.isolation.value.RepeatedWrites}, counters through {@link
 * dev.ordeal.checkers.isolation.counter.CounterTransactions}. {@link
 * dev.ordeal.checkers.consistency.ConsistencyModel} knows which level implies which.
 */
package dev.ordeal.checkers.isolation;
