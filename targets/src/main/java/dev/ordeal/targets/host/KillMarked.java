package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;

/** Kills the processes of a node on this machine, by their mark. */
public final class KillMarked implements UndoAction {
  @Override
  public String name() {
    return "kill-marked";
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    requireOwn(undo, scope);
  }

  @Override
  public Session open(UndoScope scope) {
    return undo -> LocalShell.undone(new HostUndo.Kill(scope.runId(), node(undo, scope)));
  }

  /** Refuses an entry that names no mark of the run. */
  static void requireOwn(Undo undo, UndoScope scope) {
    undo.argument("variable");
    if (!undo.argument("value").startsWith(scope.runId() + "/")) {
      throw scope.refusal(undo, "value", undo.argument("value"));
    }
  }

  /** The node of an entry that {@link #requireOwn} has let pass. */
  static String node(Undo undo, UndoScope scope) {
    return undo.argument("value").substring(scope.runId().length() + 1);
  }
}
