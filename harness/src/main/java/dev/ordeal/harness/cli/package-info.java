/** The command line: one class a command, entered in {@link dev.ordeal.harness.cli.Main}. */
package dev.ordeal.harness.cli;
