package dev.ordeal.results.verdict;

/**
 * One step of a cycle: why an operation of the witness must have come before another.
 *
 * @param from the place in the witness of the operation that came first
 * @param to the place in the witness of the one that came later
 * @param kind {@code ww}, {@code wr} or {@code rw} (Adya's dependencies), {@code process} or {@code
 *     realtime}
 * @param because the reason, which names operations, keys and values
 */
public record Precedence(int from, int to, String kind, String because) {}
