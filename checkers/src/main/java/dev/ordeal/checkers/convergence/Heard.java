package dev.ordeal.checkers.convergence;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes were asked and which answered once nothing was changed or broken any more.
 *
 * @param asked by name; empty where a history does not say whom clients asked
 * @param silent those of them that answered nothing
 */
record Heard(Set<String> asked, Set<String> silent) {
  static Heard of(History history, Quiet quiet) {
    Set<String> asked = new TreeSet<>();
    Set<String> answered = new TreeSet<>();
    for (Operation operation : history.operations()) {
      String node = operation.invocation().node();
      if (operation.invocation().index() > quiet.index() && !node.isEmpty()) {
        asked.add(node);
        if (operation.isOk()) {
          answered.add(node);
        }
      }
    }
    Set<String> silent = new TreeSet<>(asked);
    silent.removeAll(answered);
    return new Heard(asked, silent);
  }

  /** Whether more than half of those that were asked answered. */
  boolean isEnough() {
    return asked.isEmpty() || 2 * silent.size() < asked.size();
  }

  String problem() {
    return "%d of %d nodes answered no read after the last change and the last fault: %s"
        .formatted(silent.size(), asked.size(), String.join(", ", silent));
  }
}
