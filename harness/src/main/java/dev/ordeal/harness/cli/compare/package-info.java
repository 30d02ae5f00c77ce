/**
 * Two saved runs beside each other. Start with {@link dev.ordeal.harness.cli.compare.ComparedRun}.
 */
package dev.ordeal.harness.cli.compare;
