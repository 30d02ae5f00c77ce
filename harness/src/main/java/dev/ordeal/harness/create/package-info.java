/**
 * Makes the first files of a target of one's own, which run as they are.
 *
 * <p>Start at {@link dev.ordeal.harness.create.Skeleton}. Not an interface for other programs.
 */
package dev.ordeal.harness.create;
