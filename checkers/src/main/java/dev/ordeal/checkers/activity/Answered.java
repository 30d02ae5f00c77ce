package dev.ordeal.checkers.activity;

import dev.ordeal.results.history.Event;
import java.util.Set;

/** Whether a call was served: it succeeded, or got a definite negative answer. */
public final class Answered {
  /** Negative answers, up to a colon: the object was not as the call wanted. */
  private static final Set<String> ANSWERS = Set.of("mismatch", "held", "not-held", "poor");

  private Answered() {}

  /** Whether a completion is an answer. */
  public static boolean is(Event completion) {
    return completion.type() == Event.Type.OK || ANSWERS.contains(kind(completion.error()));
  }

  /** The part of an error that is the same for all of its kind: up to the first colon. */
  static String kind(String error) {
    int colon = error.indexOf(':');
    return colon > 0 ? error.substring(0, colon) : error;
  }
}
