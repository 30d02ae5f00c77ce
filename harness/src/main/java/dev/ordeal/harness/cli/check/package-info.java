/**
 * The command that judges saved histories: start at {@link
 * dev.ordeal.harness.cli.check.CheckCommand}. Internal to the command line.
 */
package dev.ordeal.harness.cli.check;
