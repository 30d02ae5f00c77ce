/**
 * Nodes that are Java programs: the command that starts one, its end with the run's, and clients'
 * connections to it.
 */
package dev.ordeal.targets.jvm;
