package dev.ordeal.junit;

import dev.ordeal.targets.Database;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;

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
    String path =
        name.contains(".") ? place(database.getClass()).map(Path::toString).orElse("") : "";
    return new Tested(name, settings, database, path, true);
  }

  static Tested object(Database database) {
    return new Tested(database.name(), Map.of(), database, "", false);
  }

  static Tested instance(Database database) {
    Class<?> type = database.getClass();
    Optional<Path> place = place(type);
    boolean hasCommand = canBeMade(type) && place.isPresent();
    return new Tested(
        type.getName(), Map.of(), database, hasCommand ? place.get().toString() : "", hasCommand);
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

  /** The folder or jar of a class, from the working directory if it is below that. */
  private static Optional<Path> place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      Path place = Path.of(source.getLocation().toURI()).toAbsolutePath();
      Path here = Path.of("").toAbsolutePath();
      return Optional.of(place.startsWith(here) ? here.relativize(place) : place);
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException odd) {
      return Optional.empty();
    }
  }
}
