/**
 * What checkers conclude: verdict, anomalies, and their JSON.
 *
 * <p>Start at {@link dev.ordeal.results.verdict.Judgement}.
 */
package dev.ordeal.results.verdict;
