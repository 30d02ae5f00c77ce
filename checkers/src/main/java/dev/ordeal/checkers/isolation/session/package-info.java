/**
 * Levels of registers that hold session by session or read by read: read atomicity and causal
 * consistency, and the cycles that show their violations. Internal to the checker.
 */
package dev.ordeal.checkers.isolation.session;
