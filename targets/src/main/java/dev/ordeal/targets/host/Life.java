package dev.ordeal.targets.host;

/** What a look at a node's processes shows. */
public enum Life {
  LIVES,
  GONE,
  /** It was not the time for a look, or something is changing just now. */
  UNKNOWN
}
