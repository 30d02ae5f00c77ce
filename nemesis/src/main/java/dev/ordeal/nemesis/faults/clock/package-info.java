/** Faults of clocks. */
package dev.ordeal.nemesis.faults.clock;
