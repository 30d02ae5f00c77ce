/**
 * Clients that are programs in any language: one process a client, spoken to in lines of JSON over
 * its standard input and output, as {@code docs/external-clients.md} says. Whatever the program
 * does, an outcome that it did not report in the agreed form is unknown. Start at {@link
 * dev.ordeal.targets.external.ExternalProgram}.
 */
package dev.ordeal.targets.external;
