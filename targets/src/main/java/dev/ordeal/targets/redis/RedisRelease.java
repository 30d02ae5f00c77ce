package dev.ordeal.targets.redis;

import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.Program;
import dev.ordeal.targets.maven.MavenArtifact;
import dev.ordeal.targets.maven.ProgramCache;
import dev.ordeal.targets.release.ProgramArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Where the program {@code redis-server} comes from, which is the sentinel, too. */
sealed interface RedisRelease {
  /** Unless another one is asked for. */
  String NEWEST = "7.0.15";

  /** Those that Maven Central has, each in an artifact of Signal's. */
  List<String> VERSIONS = List.of(NEWEST, "6.2.7");

  String COMMAND = "redis-server";

  /**
   * Of a version.
   *
   * @throws IllegalArgumentException if it is none; the message begins with {@code version}
   */
  static RedisRelease version(String version) {
    if (version.equals("installed")) {
      return new Installed();
    }
    if (!VERSIONS.contains(version)) {
      throw new IllegalArgumentException(
          "version=%s: one of %s, installed expected; another one by archive=FILE"
              .formatted(version, String.join(", ", VERSIONS)));
    }
    return new Fetched(version);
  }

  /**
   * Of a release of one's own.
   *
   * @throws IllegalArgumentException if there is no such file; the message begins with {@code
   *     archive}
   */
  static RedisRelease archive(Path archive) {
    return new Archived(ProgramArchive.at(archive, Archived.PLACES));
  }

  /** What has to be on the nodes' machines. */
  List<Program> programs();

  /** Brings it to a node's machine. */
  void bring(NodeView node) throws IOException;

  /** The program on a node's machine. */
  String program(NodeView node) throws IOException;

  /** Whether it asks the C library for the time. */
  boolean asksLibraryForTime();

  /** The one that is there. */
  record Installed() implements RedisRelease {
    @Override
    public List<Program> programs() {
      return List.of(new Program(COMMAND, COMMAND));
    }

    @Override
    public void bring(NodeView node) {}

    @Override
    public String program(NodeView node) {
      return COMMAND;
    }

    @Override
    public boolean asksLibraryForTime() {
      return true;
    }
  }

  /** One of the user's. */
  record Archived(ProgramArchive archive) implements RedisRelease {
    /** As packages have it, as {@code make} does, and alone. */
    private static final List<String> PLACES =
        List.of("bin/redis-server", "src/redis-server", COMMAND);

    @Override
    public List<Program> programs() {
      return List.of();
    }

    @Override
    public void bring(NodeView node) throws IOException {
      archive.bring(node);
    }

    @Override
    public String program(NodeView node) throws IOException {
      return archive.program(node);
    }

    @Override
    public boolean asksLibraryForTime() {
      return true;
    }
  }

  /**
   * One of Maven Central, kept in a cache of this machine. It is linked statically, so that it
   * needs nothing.
   */
  record Fetched(String version) implements RedisRelease {
    private static final Map<String, String> ARTIFACTS =
        Map.of(
            "7.0.15", "org.signal:embedded-redis:0.9.1",
            "6.2.7", "org.signal:embedded-redis:0.8.3");

    private static final Map<String, String> PLATFORMS =
        Map.of("amd64", "amd64", "x86_64", "amd64", "aarch64", "arm64");

    private static final int MESSAGE_MAX = 60;

    @Override
    public List<Program> programs() {
      return List.of();
    }

    @Override
    public boolean asksLibraryForTime() {
      return false;
    }

    @Override
    public void bring(NodeView node) throws IOException {
      if (!Files.isExecutable(cached())) {
        fetch();
      }
      if (!node.machine().has(cached())) {
        node.machine().copy(cached(), copy(node));
      }
    }

    @Override
    public String program(NodeView node) throws IOException {
      return (node.machine().has(cached()) ? cached() : copy(node)).toString();
    }

    private static Path copy(NodeView node) {
      return node.folder().resolve(COMMAND);
    }

    private Path cached() {
      return ProgramCache.folder("redis").resolve(version).resolve(COMMAND);
    }

    private void fetch() throws IOException {
      String platform = PLATFORMS.get(System.getProperty("os.arch"));
      if (platform == null || !System.getProperty("os.name").equals("Linux")) {
        throw new IOException(
            "redis: Maven Central has none for %s on %s: take version=installed or archive=FILE"
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
      }
      Path jar;
      try {
        jar = MavenArtifact.fetchAlone(ARTIFACTS.get(version));
      } catch (IOException missing) {
        String why = missing.getMessage();
        throw new IOException(
            ("%s…: install Redis (apt-get install redis-server) and say --set version=installed, or"
                    + " --set archive=FILE")
                .formatted(why.substring(0, Math.min(why.length(), MESSAGE_MAX))),
            missing);
      }
      unpack(jar, "redis-server-%s-linux-%s".formatted(version, platform));
    }

    /** Others may do the same at the same time: what is there is whole. */
    private void unpack(Path jar, String name) throws IOException {
      Path folder = Files.createDirectories(cached().getParent());
      Path part = Files.createTempFile(folder, COMMAND, ".part");
      try (JarFile files = new JarFile(jar.toFile())) {
        ZipEntry entry = files.getEntry(name);
        if (entry == null) {
          throw new IOException("%s: there is no %s in it".formatted(jar, name));
        }
        try (InputStream program = files.getInputStream(entry)) {
          Files.copy(program, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(part, cached(), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }
}
