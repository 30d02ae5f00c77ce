package dev.ordeal.harness.brought;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deletes what {@link TouchFile} made, from another process. */
public final class DeleteTouched implements UndoAction {
  static final String KIND = "delete-touched";

  @Override
  public String name() {
    return KIND;
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    String touched = undo.argument("touched");
    Path file = Path.of(touched);
    boolean isOwn =
        file.startsWith(System.getProperty(TouchFile.FOLDER))
            && file.getFileName().toString().startsWith(scope.runId() + "-");
    if (!isOwn) {
      throw scope.refusal(undo, "touched", touched);
    }
  }

  @Override
  public Session open(UndoScope scope) {
    return undo ->
        Files.deleteIfExists(Path.of(undo.argument("touched"))) ? "file deleted" : "no file left";
  }
}
