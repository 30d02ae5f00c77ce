/**
 * Commands for a shell, quoted, and what comes of them.
 *
 * <p>Start at {@link dev.ordeal.targets.shell.Shell}, which runs commands somewhere, and {@link
 * dev.ordeal.targets.shell.Commands}, which writes them. Knows no host and no cluster.
 */
package dev.ordeal.targets.shell;
