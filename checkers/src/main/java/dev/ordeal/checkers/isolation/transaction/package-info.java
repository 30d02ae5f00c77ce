/**
 * The transactions of a history in columns, who wrote what, and their order in sessions and in real
 * time. Internal to the checker.
 */
package dev.ordeal.checkers.isolation.transaction;
