package dev.ordeal.targets.netns;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;
import java.util.Set;

/** Undoes something of a node in a network namespace. */
public final class UndoInNamespace implements UndoAction {
  @Override
  public String name() {
    return NetnsNetwork.UNDO_INSIDE;
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    HostUndo.requireReach(undo, scope, Set.of(HostUndo.Reach.NODE, HostUndo.Reach.NETWORK));
  }

  @Override
  public Session open(UndoScope scope) {
    return NetnsNetwork::undo;
  }
}
