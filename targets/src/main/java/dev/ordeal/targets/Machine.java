package dev.ordeal.targets;

import java.io.IOException;
import java.nio.file.Path;

/** The machine on which a node runs, as far as a database has to know it to start there. */
public interface Machine {
  /** Writes a file there, with its folders; paths are the machine's. */
  void write(Path file, String text) throws IOException;

  /** Whether there is a file. */
  boolean has(Path file) throws IOException;

  /** The program {@code java} there. */
  String java();

  /** A class path there that holds this program. */
  String classPath();
}
