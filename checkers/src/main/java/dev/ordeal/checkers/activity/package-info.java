/**
 * What happened at all: counts and rates, whether anything was tested, availability under faults,
 * and whether a steady state was kept.
 *
 * <p>Start at {@link dev.ordeal.checkers.activity.StatisticsChecker}.
 */
package dev.ordeal.checkers.activity;
