package dev.ordeal.results.registry;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads files of one format that define something to be named. This program's own readers are found
 * through {@link java.util.ServiceLoader}.
 */
public interface DefinitionReader {
  /** Whether a file is of its format, by its name alone. */
  boolean reads(Path file);

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if the file does not define what it should; the message says
   *     where and what was expected, in at most 200 characters
   * @throws IOException if it cannot be read
   */
  Defined read(Path file) throws IOException;
}
