/**
 * What {@code ordeal campaign} is given, its runs as processes of their own, and what it writes.
 * Internal to the command line.
 */
package dev.ordeal.harness.cli.campaign;
