/**
 * Echoes: what was said comes back.
 *
 * <p>Start at {@link dev.ordeal.workloads.echo.EchoWorkload}; a database takes part by implementing
 * {@link dev.ordeal.workloads.echo.EchoClient}.
 */
package dev.ordeal.workloads.echo;
