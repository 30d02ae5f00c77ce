/** Faults of disks and of stored data. */
package dev.ordeal.nemesis.faults.disk;
