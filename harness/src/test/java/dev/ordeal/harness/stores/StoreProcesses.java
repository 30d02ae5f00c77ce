package dev.ordeal.harness.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The processes of a node by what its database does: all of them work in the folder of its data.
 * Ordeal looks for other things, so that this is a second opinion.
 *
 * @param folder as the node sees it
 * @param space the name of its namespace of processes; that of this process unless in a container
 */
record StoreProcesses(Path folder, String space) {
  private static final String SPACE = "ns/pid";

  static StoreProcesses of(Path folder) throws IOException {
    return new StoreProcesses(folder, link(Path.of("/proc/self", SPACE)));
  }

  static StoreProcesses ofContainer(long first, Path folder) throws IOException {
    return new StoreProcesses(folder, link(Path.of("/proc", Long.toString(first), SPACE)));
  }

  /** The state of each process by its number here; zombies are none. */
  Map<Long, Character> states() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(Path.of("/proc"))) {
      all = files.filter(f -> f.getFileName().toString().matches("[0-9]+")).toList();
    }
    Map<Long, Character> states = new TreeMap<>();
    for (Path process : all) {
      try {
        if (link(process.resolve("cwd")).startsWith(folder.toString())
            && link(process.resolve(SPACE)).equals(space)) {
          String stat = Files.readString(process.resolve("stat"));
          char state = stat.charAt(stat.lastIndexOf(')') + 2);
          if (state != 'Z' && state != 'X') {
            states.put(Long.parseLong(process.getFileName().toString()), state);
          }
        }
      } catch (IOException gone) {
        // It ended meanwhile.
      }
    }
    return states;
  }

  private static String link(Path link) throws IOException {
    return Files.readSymbolicLink(link).toString();
  }
}
