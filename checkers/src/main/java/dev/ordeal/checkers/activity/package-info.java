/**
 * What happened at all: counts and rates, whether anything was tested, availability under faults.
 *
 * <p>Start at {@link dev.ordeal.checkers.activity.StatisticsChecker}.
 */
package dev.ordeal.checkers.activity;
