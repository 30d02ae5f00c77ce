/**
 * What the Linux kernel offers for faults on one machine: processes found by their mark, control
 * groups, packet rules and queues.
 *
 * <p>All of it is done through a {@link dev.ordeal.targets.shell.Shell}, so that it is the same on
 * this machine, in a container and behind SSH. Start at {@link
 * dev.ordeal.targets.kernel.MarkedProcesses}.
 */
package dev.ordeal.targets.kernel;
