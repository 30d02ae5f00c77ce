package dev.ordeal.results.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The jars, folders and definition files that users bring; classes are in one class loader below
 * that of this program.
 *
 * <p>An entry that has files {@code META-INF/services/dev.ordeal.…} offers what these name; of any
 * other entry every class is looked at, so that a folder of compiled classes needs nothing else.
 * Classes of several entries see each other. Immutable; the ones in use are those of the process.
 */
public final class Extensions {
  private static final String SERVICES = "META-INF/services";
  private static final Extensions NONE =
      new Extensions(List.of(), Extensions.class.getClassLoader(), List.of(), List.of());
  private static volatile Extensions current = NONE;

  private final List<Path> entries;
  private final ClassLoader loader;
  private final List<String> classNames;
  private final List<Defined> definitions;

  private Extensions(
      List<Path> entries, ClassLoader loader, List<String> classNames, List<Defined> definitions) {
    this.entries = entries;
    this.loader = loader;
    this.classNames = classNames;
    this.definitions = definitions;
  }

  /** Those of this process. */
  public static Extensions current() {
    return current;
  }

  /**
   * Replaces those of this process.
   *
   * @param entries jars, folders and definition files; none to have no extensions
   * @throws ExtensionException if one cannot be read, or defines nothing valid
   */
  public static void use(List<Path> entries) {
    if (!entries.equals(current.entries)) {
      current = entries.isEmpty() ? NONE : of(entries);
    }
  }

  private static Extensions of(List<Path> entries) {
    List<String> names = new ArrayList<>();
    List<Defined> definitions = new ArrayList<>();
    List<URL> urls = new ArrayList<>();
    for (Path entry : entries) {
      try {
        Optional<DefinitionReader> reader = reader(entry);
        if (reader.isPresent()) {
          definitions.add(reader.get().read(entry));
        } else {
          urls.add(entry.toUri().toURL());
          names.addAll(unlisted(entry));
        }
      } catch (IllegalArgumentException wrong) {
        throw new ExtensionException(wrong.getMessage(), wrong);
      } catch (MalformedURLException impossible) {
        throw new ExtensionException(
            "--path " + entry + ": " + impossible.getMessage(), impossible);
      } catch (IOException | UncheckedIOException unreadable) {
        throw new ExtensionException(
            "--path " + entry + " cannot be read: " + unreadable, unreadable);
      }
    }
    // Not closed: what is made may load more classes as long as the process lives.
    @SuppressWarnings("resource")
    ClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), Extensions.class.getClassLoader());
    return new Extensions(
        List.copyOf(entries), loader, List.copyOf(names), List.copyOf(definitions));
  }

  /** Whether a file is one that defines something, by its name. */
  public static boolean isDefinition(Path file) {
    return reader(file).isPresent();
  }

  private static Optional<DefinitionReader> reader(Path file) {
    ClassLoader own = Extensions.class.getClassLoader();
    return ServiceLoader.load(DefinitionReader.class, own).stream()
        .map(ServiceLoader.Provider::get)
        .filter(reader -> reader.reads(file))
        .findFirst();
  }

  /** The classes of an entry that has no service files of {@code dev.ordeal}. */
  private static List<String> unlisted(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      return unlistedIn(entry);
    }
    try (FileSystem jar = FileSystems.newFileSystem(entry)) {
      return unlistedIn(jar.getPath("/"));
    } catch (ProviderNotFoundException other) {
      throw new ExtensionException(
          "--path %s: it is no jar, folder, source or YAML file".formatted(entry), other);
    }
  }

  private static List<String> unlistedIn(Path root) throws IOException {
    Path services = root.resolve(SERVICES);
    if (Files.isDirectory(services)) {
      try (Stream<Path> files = Files.list(services)) {
        if (files.anyMatch(file -> file.getFileName().toString().startsWith("dev.ordeal."))) {
          return List.of();
        }
      }
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.startsWith("META-INF"))
          .filter(file -> !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .map(file -> file.replace(root.getFileSystem().getSeparator(), "."))
          .sorted()
          .toList();
    }
  }

  /** Sees the classes of this program and of all entries. */
  public ClassLoader loader() {
    return loader;
  }

  /** As they were given. */
  public List<Path> entries() {
    return entries;
  }

  /** What definition files define, in the order of the entries. */
  List<Defined> definitions() {
    return definitions;
  }

  /** The names of the classes of entries that list no services. */
  List<String> classNames() {
    return classNames;
  }
}
