package dev.ordeal.results.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Unpacks what histories come in: compressed streams and archives of files.
 *
 * <p>Found by {@link java.util.ServiceLoader}, when a file is neither text nor packed in one of the
 * usual ways. Implementations are immutable and thread-safe.
 */
public interface Unpacker {
  /**
   * Whether a file is packed in this way.
   *
   * @param head its first bytes, up to 4096
   */
  boolean recognizes(byte[] head);

  /** Whether it holds files with names; else it is one stream. */
  default boolean isArchive() {
    return false;
  }

  /**
   * The names of an archive's files, without folders.
   *
   * @throws IOException if it is damaged
   */
  default List<String> entries(InputStream packed) throws IOException {
    return List.of();
  }

  /**
   * What is packed.
   *
   * @param packed is closed with the stream that is returned
   * @param entry a name of {@link #entries}; ignored where it is no archive
   * @throws IOException if it is damaged
   */
  InputStream open(InputStream packed, String entry) throws IOException;
}
