package dev.ordeal.targets;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.host.Hosts;
import dev.ordeal.targets.host.Marked;

/**
 * What the journal of one run may undo: only what bears the run's own name. A journal is a file,
 * and a file can come from anywhere.
 *
 * @param runId the run's name, from its {@code run.json}
 */
public record UndoScope(String runId) {
  /**
   * Checks an entry before anything is done for it.
   *
   * @throws IllegalArgumentException if it concerns anything but this run; the message names it
   */
  public void require(Undo undo) {
    String tag = Hosts.tag(runId);
    undo.arguments().forEach((name, value) -> requireOwn(undo, tag, name, value));
  }

  private void requireOwn(Undo undo, String tag, String name, String value) {
    boolean isOwn =
        switch (name) {
          case "variable" -> value.equals(Marked.VARIABLE);
          case "value" -> value.startsWith(runId + "/");
          case "run" -> value.equals(runId);
          case "tag" -> value.equals(tag);
          case "namespace", "group" -> value.startsWith("ordeal-" + tag + "-");
          case "file", "folder" -> !("/" + value + "/").contains("/../");
          default -> true;
        };
    if (!isOwn) {
      throw new IllegalArgumentException(
          "refused: '%s' is to be done to %s '%s', which is not of run %s; look who wrote its faults.jsonl"
              .formatted(undo.kind(), name, value, runId));
    }
  }
}
