package dev.ordeal.harness.cli.check;

import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a history comes from: a run, a folder of another tool, a file, or standard input.
 *
 * @param path what was named
 * @param isRun whether it is a run of Ordeal
 */
record HistoryInput(Path path, boolean isRun) {
  private static final String STANDARD_INPUT = "-";

  static HistoryInput of(Path path) {
    return new HistoryInput(path, Files.isDirectory(path) && RunFolder.isRun(path));
  }

  /** Whether it is standard input, which can be read once. */
  boolean isStandardInput() {
    return path.toString().equals(STANDARD_INPUT);
  }

  /**
   * Reads it.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws dev.ordeal.results.history.MalformedHistoryException if it is damaged or holds none
   */
  HistoryFile read() throws IOException {
    if (isStandardInput()) {
      return HistoryFile.read("standard input", System.in);
    }
    if (!Files.isDirectory(path)) {
      return HistoryFile.read(path);
    }
    Path history = path.resolve("history.jsonl");
    return HistoryFile.read(isRun && Files.exists(history) ? history : HistoryFile.inFolder(path));
  }
}
