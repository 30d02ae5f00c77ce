/**
 * rqlite as a target: SQLite on each node, replicated by Raft.
 *
 * <p>Start at {@link dev.ordeal.targets.rqlite.RqliteDatabase}.
 */
package dev.ordeal.targets.rqlite;
