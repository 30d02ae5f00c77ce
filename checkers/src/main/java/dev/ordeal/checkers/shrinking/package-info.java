/**
 * The smallest part of a history that still shows a violation.
 *
 * <p>Start at {@link dev.ordeal.checkers.shrinking.Shrinker}.
 */
package dev.ordeal.checkers.shrinking;
