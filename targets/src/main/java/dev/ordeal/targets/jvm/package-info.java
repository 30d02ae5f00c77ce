/** Nodes that are Java programs: the command that starts one, and its end with the run's. */
package dev.ordeal.targets.jvm;
