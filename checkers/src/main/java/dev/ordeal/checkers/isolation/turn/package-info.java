/**
 * How the time of a check is shared among questions and among parts of a history, so that none
 * starves another. {@link dev.ordeal.checkers.isolation.turn.Turns} gives the turns; {@link
 * dev.ordeal.checkers.isolation.turn.DividedSearch} decides one question part by part. Knows
 * nothing of levels.
 */
package dev.ordeal.checkers.isolation.turn;
