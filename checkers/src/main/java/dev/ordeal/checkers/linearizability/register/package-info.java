/**
 * Linearizability of registers: a monitor where values are unique ({@link
 * dev.ordeal.checkers.linearizability.register.UniqueRegister}), a search where they repeat ({@link
 * dev.ordeal.checkers.linearizability.register.RegisterSearch}), explanations, and how stale reads
 * were. Internal to the checker.
 */
package dev.ordeal.checkers.linearizability.register;
