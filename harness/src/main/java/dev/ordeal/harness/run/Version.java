package dev.ordeal.harness.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** This program's version. */
public final class Version {
  private Version() {}

  /** From the jar's manifest; {@code development} when it runs from classes. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * The commit that it was built from, {@code +changes} behind it if files of the checkout were
   * changed; empty if the build did not say.
   */
  public static Optional<String> commit() {
    Properties build = new Properties();
    try (InputStream from = Version.class.getResourceAsStream("build.properties")) {
      if (from != null) {
        build.load(from);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    // Classes that no build has made have the name of the property there.
    return Optional.of(build.getProperty("commit", ""))
        .filter(commit -> !commit.isEmpty() && !commit.contains("$"));
  }
}
