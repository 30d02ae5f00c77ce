/**
 * Which levels are kept: those that cycles decide ({@link
 * dev.ordeal.checkers.isolation.level.LevelJudge}), and for registers those that need a search for
 * an order of writers as well ({@link dev.ordeal.checkers.isolation.level.RegisterLevels}).
 * Internal to the checker.
 */
package dev.ordeal.checkers.isolation.level;
