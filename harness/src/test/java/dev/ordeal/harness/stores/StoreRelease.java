package dev.ordeal.harness.stores;

import dev.ordeal.targets.NodeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Debian's packages of a database with the libraries that they need, as {@code scripts/provision}
 * puts them aside; nothing of it is installed, on this machine or on a node's.
 *
 * @param archive its one folder is {@code usr}
 */
record StoreRelease(Path archive) {
  static StoreRelease of(String name) {
    return new StoreRelease(Path.of("/usr/local/lib/ordeal-" + name + ".tar.gz"));
  }

  /** Why it cannot be used; empty if it can. */
  String problem() {
    return Files.isReadable(archive) ? "" : "needs " + archive + ": scripts/provision makes it";
  }

  /** Unpacks it into {@code release} in the node's folder. */
  void bring(NodeView node) throws IOException {
    node.machine().unpack(archive, node.folder().resolve("release"));
  }

  /** Writes a script that starts a node; it is run in the node's folder. */
  static void write(NodeView node, String script) throws IOException {
    String libraries =
        """
        set -e
        release=$PWD/release
        LD_LIBRARY_PATH=$(ls -d "$release"/lib/*-linux-gnu*)
        export LD_LIBRARY_PATH
        """;
    node.machine().write(node.folder().resolve("start.sh"), libraries + script);
  }
}
