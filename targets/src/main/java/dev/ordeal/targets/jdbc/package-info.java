/**
 * Databases that are reached through JDBC: what their clients send, and what each answer says of a
 * transaction.
 *
 * <p>Start at {@link dev.ordeal.targets.jdbc.JdbcClients}; {@link
 * dev.ordeal.targets.jdbc.JdbcDatabase} is the target of databases that run already. What an error
 * means is decided in {@link dev.ordeal.targets.jdbc.Dialect}.
 */
package dev.ordeal.targets.jdbc;
