package dev.ordeal.checkers.model;

/**
 * What reads of an object show of the calls that changed it. Promises other than linearizability
 * are judged by that, whatever else a model says.
 */
public enum ObjectKind {
  /** The last write. */
  REGISTER,
  /** All elements that were appended, in their order. */
  LIST,
  /** All elements that were added and not removed. */
  SET,
  /** The sum of what was added. */
  COUNTER,
  /** Something else: such objects can only be judged as linearizable. */
  OTHER
}
