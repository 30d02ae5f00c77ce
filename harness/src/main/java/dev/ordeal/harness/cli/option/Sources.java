package dev.ordeal.harness.cli.option;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a user's source files by the compiler of this JDK. */
final class Sources {
  private Sources() {}

  /**
   * Compiles files, which may use this program's classes and those of some jars and folders.
   *
   * @return a folder with their classes, which is removed when the process ends
   * @throws UsageException with the first error, its file and line, if one does not compile
   */
  static Path compile(List<Path> sources, List<Path> classPath) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UsageException(
          "%s cannot be compiled: this Java has no compiler; use a JDK, or give --path a jar"
              .formatted(sources.getFirst()));
    }
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
      Path folder = Files.createTempDirectory("ordeal-classes");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "remove classes"));
      String path =
          Stream.concat(
                  Stream.of(System.getProperty("java.class.path")),
                  classPath.stream().map(Path::toString))
              .collect(Collectors.joining(File.pathSeparator));
      List<String> options =
          List.of("-proc:none", "-nowarn", "-parameters", "-cp", path, "-d", folder.toString());
      boolean isGood =
          compiler
              .getTask(
                  null, files, problems, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!isGood) {
        throw new UsageException(first(problems, sources));
      }
      return folder;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String first(DiagnosticCollector<JavaFileObject> problems, List<Path> sources) {
    return problems.getDiagnostics().stream()
        .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
        .findFirst()
        .map(
            error ->
                "%s, line %d: %s"
                    .formatted(
                        error.getSource() == null
                            ? sources.getFirst()
                            : Path.of(error.getSource().toUri()).getFileName(),
                        error.getLineNumber(),
                        error.getMessage(Locale.ENGLISH).replaceAll("\\s+", " ")))
        .orElse(sources.getFirst() + " does not compile");
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException left) {
      // The folder for temporary files is emptied by the system.
    }
  }
}
