/**
 * What each type of toxic does to the bytes of a connection.
 *
 * <p>Start at {@link dev.ordeal.targets.toxiproxy.toxic.ToxicType}; adding a type takes its {@link
 * dev.ordeal.targets.toxiproxy.toxic.Stage} and a constant there. Not an interface for other
 * programs.
 */
package dev.ordeal.targets.toxiproxy.toxic;
