/**
 * The threads of a run: named, joined with a limit, and none of them ends by a failure unnoticed.
 *
 * <p>Start at {@link dev.ordeal.harness.supervise.Supervisor}.
 */
package dev.ordeal.harness.supervise;
