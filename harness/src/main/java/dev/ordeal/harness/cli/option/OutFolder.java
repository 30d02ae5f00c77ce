package dev.ordeal.harness.cli.option;

import dev.ordeal.results.run.Failures;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The option {@code --out}, of several commands: the folder of run folders. */
public final class OutFolder {
  private OutFolder() {}

  /**
   * Makes the folder if it is not there.
   *
   * @throws UsageException if no run folder can be made in it
   */
  public static void require(Path out) {
    try {
      Files.createDirectories(out);
    } catch (FileAlreadyExistsException file) {
      throw new UsageException("--out %s is a file; name a folder".formatted(out));
    } catch (IOException refused) {
      throw new UsageException(
          "--out %s cannot be made: %s; name another folder"
              .formatted(out, Failures.text(refused)));
    }
    if (!Files.isWritable(out)) {
      throw new UsageException(
          "--out %s is not writable for this user; name another folder".formatted(out));
    }
  }
}
