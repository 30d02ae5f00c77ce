package dev.ordeal.targets.process;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoAction;
import dev.ordeal.targets.undo.UndoScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes the offset of a node's clock into its file in the run folder. */
public final class WriteClockFile implements UndoAction {
  static final String KIND = "write-file";

  @Override
  public String name() {
    return KIND;
  }

  @Override
  public void require(Undo undo, UndoScope scope) {
    undo.argument("file");
    undo.argument("text");
  }

  @Override
  public Session open(UndoScope scope) {
    return WriteClockFile::write;
  }

  private static String write(Undo undo) throws IOException {
    Path file = Path.of(undo.argument("file"));
    // A journal may come from anywhere: nothing but the offset of a clock is written.
    if (!undo.argument("text").matches("[+-]?[0-9]+([.][0-9]+)?\\n?")
        || !file.getFileName().toString().startsWith("clock-offset")) {
      throw new IOException(file + " is not the offset of a clock; it is left as it is");
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return file + " is gone";
    }
    if (!file.getParent().toRealPath().equals(file.getParent())
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " leads out of the run folder; it is left as it is");
    }
    Path fresh = file.resolveSibling("." + file.getFileName() + ".healed");
    Files.deleteIfExists(fresh);
    Files.writeString(fresh, undo.argument("text"), StandardOpenOption.CREATE_NEW);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return file + " restored";
  }
}
