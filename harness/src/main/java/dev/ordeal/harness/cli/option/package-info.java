/**
 * Options that commands share, what is wrong with them ({@link
 * dev.ordeal.harness.cli.option.UsageException}), and the exit codes. Internal to the command line.
 */
package dev.ordeal.harness.cli.option;
