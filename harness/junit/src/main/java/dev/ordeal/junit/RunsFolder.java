package dev.ordeal.junit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Where run folders are, and what tells them apart. */
final class RunsFolder {
  private static final String PROPERTY = "ordeal.out";
  private static final AtomicLong LAST_MILLIS = new AtomicLong();

  private RunsFolder() {}

  /** The folder of run folders where a test names none. */
  static Path usual() {
    String asked = System.getProperty(PROPERTY, "");
    if (!asked.isEmpty()) {
      return Path.of(asked);
    }
    boolean isGradle =
        Files.exists(Path.of("build.gradle")) || Files.exists(Path.of("build.gradle.kts"));
    boolean isMaven = Files.exists(Path.of("pom.xml"));
    return Path.of(isGradle && !isMaven ? "build" : "target", "ordeal");
  }

  /**
   * The time by which a new run is named, in milliseconds since 1970. Runs of this process never
   * have the same one: runs of one seed and one time would be the same run.
   */
  static long startMillis() {
    return LAST_MILLIS.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
  }
}
