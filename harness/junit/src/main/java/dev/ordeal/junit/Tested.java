package dev.ordeal.junit;

import dev.ordeal.targets.Database;
import java.io.File;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is tested, and how the command line would name it.
 *
 * @param target the name in run folders and reports
 * @param settings what {@code --set} would say
 * @param database itself
 * @param path what {@code --path} would say; empty if nothing is needed
 * @param hasCommand whether the command line can make it
 */
record Tested(
    String target,
    Map<String, String> settings,
    Database database,
    String path,
    boolean hasCommand) {
  Tested {
    settings = Map.copyOf(settings);
  }

  static Tested named(String name, Map<String, String> settings, Database database) {
    String path = name.contains(".") ? path(database.getClass()) : "";
    return new Tested(name, settings, database, path, true);
  }

  static Tested object(Database database) {
    return new Tested(database.name(), Map.of(), database, "", false);
  }

  static Tested instance(Database database) {
    Class<?> type = database.getClass();
    String path = canBeMade(type) ? path(type) : "";
    return new Tested(type.getName(), Map.of(), database, path, !path.isEmpty());
  }

  /** Whether the command line makes the same: where there is one way only to make it. */
  private static boolean canBeMade(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && type.getDeclaredConstructors().length == 1
        && type.getConstructors().length == 1
        && type.getConstructors()[0].getParameterCount() == 0;
  }

  /** Whether it is an object of this program. */
  boolean isObject() {
    return database instanceof InProcess;
  }

  /**
   * Where a class is, and after it the other folders of the class path, which hold what the project
   * itself has compiled; empty if that is not known. Those below the working directory are named
   * from there.
   */
  private static String path(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "";
    }
    Set<Path> places = new LinkedHashSet<>();
    try {
      places.add(Path.of(source.getLocation().toURI()).toAbsolutePath().normalize());
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException odd) {
      return "";
    }
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      Path place = Path.of(entry).toAbsolutePath().normalize();
      if (!entry.isEmpty() && Files.isDirectory(place)) {
        places.add(place);
      }
    }
    Path here = Path.of("").toAbsolutePath();
    return places.stream()
        .map(place -> (place.startsWith(here) ? here.relativize(place) : place).toString())
        .map(place -> place.isEmpty() ? "." : place)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
