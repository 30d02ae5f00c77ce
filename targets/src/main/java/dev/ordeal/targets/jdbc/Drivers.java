package dev.ordeal.targets.jdbc;

import dev.ordeal.results.registry.Extensions;
import dev.ordeal.targets.maven.MavenArtifact;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the driver of a URL. Drivers that are named have a class loader of their own. */
final class Drivers {
  private Drivers() {}

  /**
   * Finds one; fetches it if need be.
   *
   * @param named coordinates of Maven, the path of a jar, or empty for those of {@code --path}
   * @throws IOException if there is none that takes the URL; the message says what to do
   */
  static Driver find(String named, JdbcUrl url) throws IOException {
    ClassLoader loader =
        named.isEmpty()
            ? Extensions.current().loader()
            : loader(named.endsWith(".jar") ? List.of(jar(named)) : fetch(named));
    List<String> others = new ArrayList<>();
    var drivers = ServiceLoader.load(Driver.class, loader).iterator();
    try {
      while (drivers.hasNext()) {
        Driver driver = drivers.next();
        if (driver.acceptsURL(url.text())) {
          return driver;
        }
        others.add(driver.getClass().getName());
      }
    } catch (ServiceConfigurationError | SQLException broken) {
      throw new IOException("driver %s: %s".formatted(named, broken.getMessage()), broken);
    }
    String scheme = url.text().substring(0, url.text().indexOf(':', "jdbc:".length()));
    throw new IOException(
        named.isEmpty()
            ? "no driver takes %s:… ; --set driver=GROUP:ARTIFACT:VERSION or --path FILE.jar"
                .formatted(scheme)
            : "driver %s: %s takes %s:…"
                .formatted(
                    named, others.isEmpty() ? "it has no driver that" : "none of it", scheme));
  }

  private static List<Path> fetch(String coordinates) throws IOException {
    try {
      return MavenArtifact.fetch(coordinates);
    } catch (IOException missing) {
      throw new IOException("driver " + missing.getMessage(), missing);
    }
  }

  private static Path jar(String named) throws IOException {
    Path jar = Path.of(named);
    if (!Files.isRegularFile(jar)) {
      throw new IOException("driver %s: there is no such file".formatted(named));
    }
    return jar;
  }

  /** Sees the classes of the JDK beside the jars, none of this program. */
  private static ClassLoader loader(List<Path> jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return new URLClassLoader(
        "jdbc-driver", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
