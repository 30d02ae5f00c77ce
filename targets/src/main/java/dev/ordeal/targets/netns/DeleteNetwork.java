package dev.ordeal.targets.netns;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;

/** Deletes the network namespaces of a run with what still runs in them. */
public final class DeleteNetwork implements UndoAction {
  @Override
  public String name() {
    return NetnsNetwork.UNDO;
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    undo.argument("tag");
  }

  @Override
  public Session open(UndoScope scope) {
    return undo -> NetnsNetwork.delete(undo.argument("tag"));
  }
}
