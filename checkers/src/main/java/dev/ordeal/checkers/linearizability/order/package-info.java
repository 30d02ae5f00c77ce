/**
 * The order of one object's operations in time, in small numbers: ranks of calls and returns, and
 * the gaps between them in which operations take effect. Internal to the checker.
 */
package dev.ordeal.checkers.linearizability.order;
