package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;
import java.util.Set;

/** Undoes something of a node on this machine, whose clock and own network are never of a run. */
public final class UndoHere implements UndoAction {
  @Override
  public String name() {
    return LocalShell.UNDO;
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    HostUndo.requireReach(undo, scope, Set.of(HostUndo.Reach.NODE));
  }

  @Override
  public Session open(UndoScope scope) {
    return undo -> LocalShell.undone(HostUndo.of(undo.arguments()));
  }
}
