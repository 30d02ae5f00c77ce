/**
 * Transactions that read and write registers whose values are unique: who read from whom, and what
 * follows from that at every level. Start at {@link
 * dev.ordeal.checkers.isolation.register.RwRegister}. Internal to the checker.
 */
package dev.ordeal.checkers.isolation.register;
