import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Measures the sources: package cycles by imports, classes a package, lines a file and a method.
 * Run by {@code scripts/house}; needs nothing but a JDK.
 */
public final class House {
  private static final Pattern IMPORT =
      Pattern.compile("import (?:static )?(dev\\.ordeal[a-z.]*)\\.[A-Z].*");
  private static final int CLASSES_MAX = 25;
  private static final int METHOD_MAX = 70;

  private House() {}

  private record Source(Path path, String pack, List<String> lines) {}

  public static void main(String[] arguments) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (String floor :
        List.of(
            "results", "checkers", "workloads", "targets", "nemesis", "harness", "harness/junit")) {
      try (Stream<Path> files = Files.walk(Path.of(floor, "src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .sorted()
            .map(House::read)
            .forEach(sources::add);
      }
    }
    packages(sources);
    cycles(sources);
    lengths(sources);
  }

  private static Source read(Path path) {
    try {
      List<String> lines = Files.readAllLines(path);
      String pack =
          lines.stream().filter(line -> line.startsWith("package ")).findFirst().orElseThrow();
      return new Source(path, pack.substring("package ".length(), pack.length() - 1), lines);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void packages(List<Source> sources) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Source source : sources) {
      if (!source.path().endsWith("package-info.java")) {
        counts.merge(source.pack(), 1, Integer::sum);
      }
    }
    System.out.printf("packages: %d, files: %d%n", counts.size(), sources.size());
    List<Map.Entry<String, Integer>> large =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() > CLASSES_MAX)
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .toList();
    System.out.printf("packages above %d files: %d%n", CLASSES_MAX, large.size());
    large.forEach(entry -> System.out.printf("  %3d %s%n", entry.getValue(), entry.getKey()));
  }

  private static void cycles(List<Source> sources) {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (Source source : sources) {
      Set<String> used = uses.computeIfAbsent(source.pack(), pack -> new TreeSet<>());
      for (String line : source.lines()) {
        Matcher matcher = IMPORT.matcher(line);
        if (matcher.matches() && !matcher.group(1).equals(source.pack())) {
          used.add(matcher.group(1));
        }
      }
    }
    List<Set<String>> cycles = components(uses).stream().filter(c -> c.size() > 1).toList();
    System.out.printf("package cycles: %d%n", cycles.size());
    for (Set<String> cycle : cycles) {
      System.out.printf("  %d packages: %s%n", cycle.size(), String.join(", ", cycle));
    }
  }

  /** Packages that reach each other. */
  private static Collection<Set<String>> components(Map<String, Set<String>> uses) {
    Map<String, Set<String>> reached = new HashMap<>();
    uses.keySet().forEach(from -> reached.put(from, reach(from, uses)));
    Set<Set<String>> components = new HashSet<>();
    for (String pack : uses.keySet()) {
      Set<String> same = new TreeSet<>(Set.of(pack));
      reached.get(pack).stream()
          .filter(other -> reached.getOrDefault(other, Set.of()).contains(pack))
          .forEach(same::add);
      components.add(same);
    }
    return components;
  }

  private static Set<String> reach(String from, Map<String, Set<String>> uses) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(uses.getOrDefault(from, Set.of()));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (seen.add(next)) {
        open.addAll(uses.getOrDefault(next, Set.of()));
      }
    }
    return seen;
  }

  private static void lengths(List<Source> sources) throws IOException {
    List<Source> byLength =
        sources.stream()
            .sorted(Comparator.comparingInt((Source s) -> -s.lines().size()))
            .limit(5)
            .toList();
    System.out.println("longest files:");
    byLength.forEach(
        s -> System.out.printf("  %4d %s%n", s.lines().size(), s.path().getFileName()));
    methods(sources);
  }

  /** By the compiler's own parser. */
  private static void methods(List<Source> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources.stream().map(Source::path).toList()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<String> large = new ArrayList<>();
      int[] count = new int[1];
      for (CompilationUnitTree unit : task.parse()) {
        new TreeScanner<Void, Void>() {
          @Override
          public Void visitMethod(MethodTree method, Void nothing) {
            LineMap lines = unit.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(unit, method));
            long last = lines.getLineNumber(positions.getEndPosition(unit, method));
            count[0]++;
            if (last - first >= METHOD_MAX) {
              String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
              large.add("%4d %s:%d %s".formatted(last - first + 1, file, first, method.getName()));
            }
            return super.visitMethod(method, nothing);
          }
        }.scan(unit, null);
      }
      System.out.printf("methods: %d, above %d lines: %d%n", count[0], METHOD_MAX, large.size());
      large.forEach(method -> System.out.println("  " + method));
    }
  }
}
