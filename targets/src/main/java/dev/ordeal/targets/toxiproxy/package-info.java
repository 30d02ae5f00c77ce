/**
 * Toxiproxy: the embedded server, the real one, and where a run gets its server from.
 *
 * <p>Start at {@link dev.ordeal.targets.ToxiproxyServer}. The embedded server speaks the HTTP API
 * of Toxiproxy 2 with its status codes and JSON; both are driven through toxiproxy-java only and
 * pass the same contract tests. Data flows through {@link dev.ordeal.targets.toxiproxy.Pipe}s, one
 * for each direction of a connection.
 */
package dev.ordeal.targets.toxiproxy;
