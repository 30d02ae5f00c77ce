package dev.ordeal.targets;

import java.io.IOException;
import java.nio.file.Path;

/** The machine on which a node runs, as far as a database has to know it to start there. */
public interface Machine {
  /**
   * Writes a file there, with its folders; paths are the machine's. The file has its name only if
   * it is whole, and one that has this content is left alone: a node may be started again while its
   * disk is full.
   */
  void write(Path file, String text) throws IOException;

  /** Copies a file of this machine there, with its folders; it has its name only if it is whole. */
  void copy(Path file, Path there) throws IOException;

  /**
   * Unpacks an archive of this machine there; a single folder in it is left out.
   *
   * @param archive what {@code tar} can read
   * @param into a folder there that is deleted and made again
   * @throws IOException also if it is no archive
   */
  void unpack(Path archive, Path into) throws IOException;

  /** Whether there is a file. */
  boolean has(Path file) throws IOException;

  /** The program {@code java} there. */
  String java();

  /** A class path there that holds this program. */
  String classPath();

  /** Whether it is this machine, whose answers take no network. */
  default boolean isLocal() {
    return false;
  }
}
