/**
 * The environment {@code ssh}: nodes on machines that are reached by SSH, and that are marked as
 * disposable.
 *
 * <p>Start at {@link dev.ordeal.targets.ssh.SshMachines}.
 */
package dev.ordeal.targets.ssh;
