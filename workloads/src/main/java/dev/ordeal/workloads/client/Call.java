package dev.ordeal.workloads.client;

import dev.ordeal.results.history.Value;

/**
 * What one operation asks for. Each workload has a sealed family of these; in the history a call is
 * its function, key and value.
 */
public interface Call {
  /** The name in the history: {@code read}, {@code write}, … */
  String function();

  /** The object concerned, or {@link Value#NIL}. */
  Value key();

  /** The argument, or {@link Value#NIL}. */
  Value argument();

  /**
   * Whether the call changes nothing, whatever becomes of it: one that failed for an unknown reason
   * has then certainly not happened.
   */
  default boolean isReadOnly() {
    return function().equals("read");
  }
}
