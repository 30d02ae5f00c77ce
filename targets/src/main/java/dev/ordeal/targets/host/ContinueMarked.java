package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;

/** Continues the processes of a node on this machine, by their mark. */
public final class ContinueMarked implements UndoAction {
  @Override
  public String name() {
    return "continue-marked";
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    KillMarked.requireOwn(undo, scope);
  }

  @Override
  public Session open(UndoScope scope) {
    return undo ->
        LocalShell.undone(new HostUndo.Resume(scope.runId(), KillMarked.node(undo, scope)));
  }
}
