/**
 * PostgreSQL as a target: the real one, in any version that Maven Central has binaries of.
 *
 * <p>Start at {@link dev.ordeal.targets.postgresql.PostgresqlDatabase}; its clients are those of
 * {@link dev.ordeal.targets.jdbc.JdbcClients}.
 */
package dev.ordeal.targets.postgresql;
