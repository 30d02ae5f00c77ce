package dev.ordeal.checkers.isolation.explanation;

/** Whether there is an order that explains all reads. */
public enum Answer {
  POSSIBLE,
  IMPOSSIBLE,

  /** The budget was used up before it was decided. */
  GAVE_UP
}
