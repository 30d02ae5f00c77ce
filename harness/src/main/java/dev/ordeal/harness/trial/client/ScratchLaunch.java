package dev.ordeal.harness.trial.client;

import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.shell.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a database would start a node in an empty folder, which is the same for every database.
 *
 * @param command the command
 * @param files what is in the folder then: by path, how many bytes, and a hash of the content
 */
record ScratchLaunch(List<String> command, Map<String, String> files) {
  private static final int FILES_MAX = 10_000;

  /**
   * Lets a database prepare a start, without starting anything.
   *
   * @param node what the node knows; beside its folder a folder is made and deleted again
   */
  static ScratchLaunch of(Database database, NodeView node) throws IOException {
    Path folder = node.folder().resolveSibling(node.name() + ".options");
    NodeView scratch =
        new NodeView(
            node.name(),
            node.index(),
            node.nodes(),
            folder,
            node.addresses(),
            node.bugs(),
            node.machine(),
            node.changesMembers());
    Files.createDirectories(folder);
    try {
      database.prepare(scratch);
      return new ScratchLaunch(List.copyOf(database.launch(scratch)), files(folder));
    } finally {
      delete(folder);
    }
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).limit(FILES_MAX).toList()) {
        files.put(folder.relativize(file).toString(), Checksum.of(file));
      }
    }
    return files;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
