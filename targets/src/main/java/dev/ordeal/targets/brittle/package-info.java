/**
 * brittle: a small replicated store that is correct unless told otherwise.
 *
 * <p>Start at {@link dev.ordeal.targets.brittle.Brittle}, which lists the bugs; the store itself is
 * in {@code node}, where a search for a bug's constant leads to what it breaks.
 */
package dev.ordeal.targets.brittle;
