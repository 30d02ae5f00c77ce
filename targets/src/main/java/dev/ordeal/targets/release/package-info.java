/** Releases of databases that users have as archives. */
package dev.ordeal.targets.release;
