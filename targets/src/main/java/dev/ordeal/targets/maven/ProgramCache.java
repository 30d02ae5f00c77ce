package dev.ordeal.targets.maven;

import java.nio.file.Path;
import java.util.Optional;

/** Where programs of databases are kept that were fetched once. */
public final class ProgramCache {
  private ProgramCache() {}

  /**
   * A database's folder, which need not be there yet; one that other users may enter, for root's.
   */
  public static Path folder(String database) {
    String set = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).orElse("");
    Path caches =
        Path.of(set).isAbsolute()
            ? Path.of(set)
            : System.getProperty("user.name").equals("root")
                ? Path.of("/var/cache")
                : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("ordeal").resolve(database);
  }
}
