/**
 * What people see on a terminal: lines as wide as it is, and nothing that it would obey. Start with
 * {@link dev.ordeal.harness.terminal.TerminalWriter}.
 */
package dev.ordeal.harness.terminal;
