/** Faults of processes, of what they may use, and of members of the cluster. */
package dev.ordeal.nemesis.faults.process;
