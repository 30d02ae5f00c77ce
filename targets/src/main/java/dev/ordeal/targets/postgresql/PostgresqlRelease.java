package dev.ordeal.targets.postgresql;

import dev.ordeal.targets.Machine;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.host.LocalMachine;
import dev.ordeal.targets.maven.ProgramCache;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One version's programs: fetched once from Maven's repositories, unpacked once into a cache of
 * this machine, whatever runs at the same time.
 *
 * @param version as Maven Central has it
 */
record PostgresqlRelease(String version) {
  /** Threads of one process cannot wait for each other's lock of a file. */
  private static final Object UNPACKING = new Object();

  /**
   * Of a version.
   *
   * @throws IllegalArgumentException if it is none; the message begins with {@code version}
   */
  static PostgresqlRelease of(String version) {
    if (!version.matches("\\d{1,3}\\.\\d{1,3}(\\.\\d{1,3})?")) {
      throw new IllegalArgumentException(
          "version=%s: a version as Maven Central has it expected: 12.3.0".formatted(version));
    }
    boolean isShort = version.chars().filter(c -> c == '.').count() == 1;
    return new PostgresqlRelease(isShort ? version + ".0" : version);
  }

  /** Where its programs are on a node's machine, in {@code bin}. */
  Path folder(NodeView node) throws IOException {
    Path cached = cache().resolve(version);
    return node.machine().has(cached) ? cached : node.folder().resolve("release");
  }

  /** Brings it to a node's machine; one that has this machine's files takes it from the cache. */
  void bring(NodeView node) throws IOException {
    synchronized (UNPACKING) {
      Path cache = Files.createDirectories(cache());
      try (FileChannel file =
              FileChannel.open(
                  cache.resolve(version + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = file.lock()) {
        assert held.isValid();
        if (!Files.exists(cache.resolve(version))) {
          unpack(new LocalMachine(), cache.resolve(version));
        }
        if (!node.machine().has(cache.resolve(version))) {
          unpack(node.machine(), folder(node));
        }
      }
    }
  }

  private void unpack(Machine machine, Path folder) throws IOException {
    Path archive = cache().resolve(version + ".tar");
    try {
      ReleaseArchive.fetch(version, archive);
      machine.unpack(archive, folder);
    } finally {
      Files.deleteIfExists(archive);
    }
  }

  /** A server of root's runs as another user, who has to enter it. */
  private static Path cache() {
    return ProgramCache.folder("postgresql");
  }
}
