package dev.ordeal.targets.undo;

import dev.ordeal.results.run.OpenRun;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.RunMark;
import java.util.List;

/**
 * What the journal of one run may undo: only what bears the run's id, in the run's own folders, on
 * machines and at proxy servers that the user's own options name. A journal is a file, and a file
 * can come from anywhere.
 *
 * @param runId the run's id
 * @param folders absolute paths of the run folder on this machine: where it was, where it is now
 * @param machines those that {@code --ssh} named
 * @param sshConfig what {@code --ssh-config} named; empty if nothing
 * @param toxiproxy the value of {@code --toxiproxy}
 */
public record UndoScope(
    String runId, List<String> folders, List<String> machines, String sshConfig, String toxiproxy) {
  private static final int SHOWN_MAX = 60;

  public UndoScope {
    folders = List.copyOf(folders);
    machines = List.copyOf(machines);
  }

  /** What a listed run may undo. */
  public static UndoScope of(OpenRun run) {
    return new UndoScope(
        run.id(), List.of(run.folder()), run.ssh(), run.sshConfig(), run.toxiproxy());
  }

  /**
   * Checks an entry before anything is done for it.
   *
   * @throws IllegalArgumentException if it concerns anything but this run; the message names it
   */
  public void require(Undo undo) {
    UndoActions.ofKind(undo.kind()).ifPresent(action -> action.require(undo, this));
    undo.arguments().forEach((name, value) -> requireOwn(undo, name, value));
  }

  private void requireOwn(Undo undo, String name, String value) {
    String tag = RunMark.tag(runId);
    boolean isOwn =
        switch (name) {
          case "variable" -> value.equals(RunMark.VARIABLE);
          case "value" -> value.startsWith(runId + "/");
          case "run" -> value.equals(runId);
          case "tag" -> value.equals(tag);
          case "namespace", "group" -> value.startsWith("ordeal-" + tag + "-");
          case "machine" -> machines.contains(value);
          case "config" -> value.equals(sshConfig);
          case "file", "folder" -> isOwnPath(undo.kind(), value);
          default -> true;
        };
    if (!isOwn) {
      throw refusal(undo, name, value);
    }
  }

  private boolean isOwnPath(String kind, String path) {
    if (("/" + path + "/").contains("/../")) {
      return false;
    }
    return UndoActions.ofKind(kind)
        .map(action -> action.isOwnPath(path, this))
        .orElseGet(() -> isInRunFolder(path));
  }

  /** Whether an absolute path leads into the run folder on this machine, where it was or is. */
  public boolean isInRunFolder(String path) {
    return path.contains("/" + runId + "/nodes/")
        || folders.stream().anyMatch(folder -> path.startsWith(folder + "/"));
  }

  /**
   * That an entry is refused.
   *
   * @param name the argument that is not of this run
   * @param value as the entry has it
   */
  public IllegalArgumentException refusal(Undo undo, String name, String value) {
    String option =
        switch (name) {
          case "machine" -> "; if it is of the run, name it with --ssh";
          case "config" -> "; if it is of the run, name it with --ssh-config";
          case "server" -> "; if it is of the run, name it with --toxiproxy";
          default -> "; look who wrote its faults.jsonl";
        };
    String shown = value.length() > SHOWN_MAX ? value.substring(0, SHOWN_MAX) + "…" : value;
    return new IllegalArgumentException(
        "refused: '%s' of %s '%s' is not of run %s%s"
            .formatted(undo.kind(), name, shown, runId, option));
  }
}
