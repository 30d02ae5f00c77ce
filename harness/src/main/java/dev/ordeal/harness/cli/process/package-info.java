/** Processes of Ordeal's own command line. Internal to the command line. */
package dev.ordeal.harness.cli.process;
