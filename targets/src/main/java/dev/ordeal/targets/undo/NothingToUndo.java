package dev.ordeal.targets.undo;

import dev.ordeal.results.run.Undo;

/** What vanishes by itself or together with the cluster. */
public final class NothingToUndo implements UndoAction {
  @Override
  public String name() {
    return Undo.NOTHING.kind();
  }

  @Override
  public void require(Undo undo, UndoScope scope) {}

  @Override
  public Session open(UndoScope scope) {
    return undo -> "nothing to do";
  }
}
