package dev.ordeal.checkers.isolation;

/** Whether there is an order that explains all reads. */
enum Answer {
  POSSIBLE,
  IMPOSSIBLE,

  /** The budget was used up before it was decided. */
  GAVE_UP
}
