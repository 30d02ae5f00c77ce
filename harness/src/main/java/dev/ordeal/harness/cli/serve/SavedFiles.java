package dev.ordeal.harness.cli.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files below some folders, and nothing else. */
final class SavedFiles {
  private static final Set<String> PAGES = Set.of("report.html", "index.html");
  private static final Set<String> TEXTS =
      Set.of(
          "html",
          "txt",
          "log",
          "md",
          "yml",
          "yaml",
          "jsonl",
          "json",
          "xml",
          "edn",
          "sarif",
          "conf",
          "cfg",
          "properties",
          "out",
          "err",
          "");

  private final List<Path> roots;

  SavedFiles(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /**
   * The file or folder of a path; empty if there is none, or if it lies elsewhere, also by a link.
   *
   * @param path the number of the folder, and the way from there, separated by slashes
   */
  Optional<Path> find(String path) {
    int slash = path.indexOf('/');
    String number = slash < 0 ? path : path.substring(0, slash);
    if (!number.matches("\\d{1,4}") || Integer.parseInt(number) >= roots.size()) {
      return Optional.empty();
    }
    try {
      Path root = roots.get(Integer.parseInt(number)).toRealPath();
      Path file = root.resolve(slash < 0 ? "" : path.substring(slash + 1)).normalize();
      if (!file.startsWith(root)) {
        return Optional.empty();
      }
      Path real = file.toRealPath();
      boolean isServed = Files.isRegularFile(real) || Files.isDirectory(real);
      return real.startsWith(root) && isServed ? Optional.of(real) : Optional.empty();
    } catch (IOException | InvalidPathException missing) {
      return Optional.empty();
    }
  }

  /**
   * Whether a file is a page of Ordeal's. Others are shown as text: what a node under test wrote is
   * nothing that a browser should execute.
   */
  static boolean isPage(Path file) {
    return PAGES.contains(file.getFileName().toString());
  }

  static String type(Path file) {
    if (isPage(file)) {
      return "text/html; charset=utf-8";
    }
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return TEXTS.contains(dot < 0 ? "" : name.substring(dot + 1))
        ? "text/plain; charset=utf-8"
        : "application/octet-stream";
  }
}
