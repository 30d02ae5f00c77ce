package dev.ordeal.targets.docker;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;

/** Removes the containers and the network that bear a run's label. */
public final class RemoveContainers implements UndoAction {
  @Override
  public String name() {
    return DockerNetwork.UNDO;
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    undo.argument(DockerNetwork.RUN);
  }

  @Override
  public Session open(UndoScope scope) {
    return DockerNetwork::remove;
  }
}
