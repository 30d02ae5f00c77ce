package dev.ordeal.checkers.activity;

import dev.ordeal.results.history.Event;
import java.util.Set;

/** Whether a call was served: it succeeded, or was told what a system that is well tells. */
public final class Answered {
  /** Refusals that are answers: the object was not as the call wanted. */
  private static final Set<String> ANSWERS = Set.of("mismatch", "held", "not-held", "poor");

  private Answered() {}

  /** Whether a completion is an answer. */
  public static boolean is(Event completion) {
    return completion.type() == Event.Type.OK || ANSWERS.contains(completion.error());
  }
}
