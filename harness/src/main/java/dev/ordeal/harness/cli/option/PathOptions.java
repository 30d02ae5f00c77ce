package dev.ordeal.harness.cli.option;

import dev.ordeal.results.registry.Extensions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The option that says where a user's own classes and definition files are. */
public final class PathOptions {
  private static final String SOURCE = ".java";

  @Option(
      names = {"--path", "--target-path", "--model-path"},
      paramLabel = "JAR|DIR|FILE",
      description =
          "your own databases, workloads, models, checkers, faults and environments: a jar, a"
              + " folder, a source file (.java), which is compiled, or a database as a YAML file"
              + " (.yml); repeatable, or separated as in a class path")
  private List<String> paths = new ArrayList<>();

  /** As given, for the command that runs the same again; empty if nothing was given. */
  public String text() {
    return String.join(File.pathSeparator, paths);
  }

  /**
   * Whether a name is that of a source or definition file rather than of something registered.
   *
   * @param name may be null
   */
  public static boolean isFile(String name) {
    return name != null && (isSource(name) || Extensions.isDefinition(Path.of(name)));
  }

  private static boolean isSource(String name) {
    return name.endsWith(SOURCE);
  }

  /**
   * Makes what is there known to all registries.
   *
   * @param named what the command names besides, each a file or a name
   * @throws UsageException if something is not there or does not compile
   */
  public void use(String... named) {
    Set<String> all = new LinkedHashSet<>();
    paths.forEach(path -> all.addAll(List.of(path.split(File.pathSeparator))));
    for (String name : named) {
      if (isFile(name)) {
        all.add(name);
      }
    }
    List<Path> entries = new ArrayList<>();
    List<Path> sources = new ArrayList<>();
    for (String entry : all) {
      Path path = Path.of(entry);
      if (!Files.exists(path)) {
        boolean isNamed = List.of(named).contains(entry);
        throw new UsageException((isNamed ? "there is no file " : "--path: there is no ") + entry);
      }
      (isSource(entry) ? sources : entries).add(path);
    }
    if (!sources.isEmpty()) {
      entries.add(Sources.compile(sources, entries));
    }
    Extensions.use(entries);
  }
}
