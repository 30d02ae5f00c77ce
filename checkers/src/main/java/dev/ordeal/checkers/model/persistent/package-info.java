/**
 * Persistent collections, which models use as states: a changed one shares most with the one
 * before.
 */
package dev.ordeal.checkers.model.persistent;
