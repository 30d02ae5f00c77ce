package dev.ordeal.targets.ssh;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;
import java.util.Set;

/** Undoes something of a node on a machine that {@code --ssh} names. */
public final class UndoOnMachine implements UndoAction {
  @Override
  public String name() {
    return SshMachines.UNDO;
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    undo.argument("machine");
    HostUndo.requireReach(undo, scope, Set.of(HostUndo.Reach.values()));
  }

  @Override
  public boolean isOwnPath(String path, UndoScope scope) {
    return path.startsWith(HostUndo.FOLDERS + scope.runId() + "/");
  }

  @Override
  public Session open(UndoScope scope) {
    return new SshUndoing(scope);
  }
}
