package dev.ordeal.targets.host;

import dev.ordeal.targets.shell.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is still there of a run on this machine. */
final class Leftovers {
  private Leftovers() {}

  static String processes(String runId) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process : all.filter(p -> Files.isReadable(p.resolve("environ"))).toList()) {
        try {
          if (Files.readString(
                  process.resolve("environ"), java.nio.charset.StandardCharsets.ISO_8859_1)
              .contains("ORDEAL_RUN=" + runId + "/")) {
            found.add(process.getFileName().toString());
          }
        } catch (IOException gone) {
          // It ended meanwhile.
        }
      }
    }
    return String.join(" ", found);
  }

  static String networks(String tag) throws IOException {
    String spaces = Commands.run(List.of("ip", "netns", "list")).output();
    String links = Commands.run(List.of("ip", "-o", "link")).output();
    return (spaces + links).contains(tag) ? "a network of " + tag : "";
  }
}
