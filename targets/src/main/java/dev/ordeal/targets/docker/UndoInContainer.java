package dev.ordeal.targets.docker;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;
import java.util.Set;

/** Undoes something of a node in a container that bears the run's label. */
public final class UndoInContainer implements UndoAction {
  private static final String FOLDERS = "/var/lib/ordeal/";

  @Override
  public String name() {
    return DockerNetwork.UNDO_INSIDE;
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    HostUndo.requireReach(undo, scope, Set.of(HostUndo.Reach.NODE, HostUndo.Reach.NETWORK));
  }

  @Override
  public boolean isOwnPath(String path, UndoScope scope) {
    return path.startsWith(FOLDERS);
  }

  @Override
  public Session open(UndoScope scope) {
    return undo -> DockerNetwork.undo(undo, scope.runId());
  }
}
