/**
 * The environment {@code docker}: nodes in containers of one network, on this machine's engine; and
 * Toxiproxy in a container of its own.
 *
 * <p>Start at {@link dev.ordeal.targets.docker.DockerNetwork}.
 */
package dev.ordeal.targets.docker;
