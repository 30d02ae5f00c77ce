package dev.ordeal.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project examples/junit-maven, built by Maven as a stranger would, with Ordeal's artifacts in
 * a repository of their own: what other projects need is taken from that of this build.
 */
@Tag("extended")
class SampleProjectTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path SAMPLE = ROOT.resolve("examples/junit-maven");
  private static final List<String> MODULES =
      List.of("results", "checkers", "workloads", "targets", "nemesis", "harness", "harness/junit");
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>ordeal</artifactId>\\s*<version>([^<]+)</version>");
  private static final int MINUTES_MAX = 15;

  @TempDir private Path folder;
  private Path repository;
  private Path project;

  @BeforeEach
  void install() throws IOException {
    repository = folder.resolve("repository");
    Matcher version = VERSION.matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    install(ROOT.resolve("pom.xml"), "ordeal", version.group(1), null);
    for (String module : MODULES) {
      Path home = ROOT.resolve(module);
      String artifact = "ordeal-" + Path.of(module).getFileName();
      install(home.resolve("pom.xml"), artifact, version.group(1), home.resolve("target/classes"));
    }
    project = folder.resolve("project");
    try (Stream<Path> files = Files.walk(SAMPLE)) {
      for (Path file : files.filter(f -> !SAMPLE.relativize(f).startsWith("target")).toList()) {
        Path copy = project.resolve(SAMPLE.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** As {@code mvn install} does. */
  private void install(Path pom, String artifact, String version, Path classes) throws IOException {
    Path place = repository.resolve("dev/ordeal").resolve(artifact).resolve(version);
    Files.createDirectories(place);
    Files.copy(pom, place.resolve(artifact + "-" + version + ".pom"));
    if (classes == null) {
      return;
    }
    Path jar = place.resolve(artifact + "-" + version + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }

  /** What a build printed. */
  private record Built(int code, String said) {}

  private Built build(String... more) throws Exception {
    String known =
        System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository");
    List<String> command =
        new ArrayList<>(
            List.of(
                ROOT.resolve("mvnw").toString(),
                "-B",
                "-ntp",
                "-f",
                project.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + known,
                "test"));
    command.addAll(List.of(more));
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("MAVEN_OPTS");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).as("Maven has ended").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    return new Built(process.exitValue(), Files.readString(said));
  }

  @Test
  void theSamplePassesAndItsBugsAreFound() throws Exception {
    Built right = build();
    assertThat(right.code()).as(right.said()).isZero();
    assertThat(right.said()).contains("Tests run: 3, Failures: 0, Errors: 0");
    assertThat(project.resolve("target/ordeal/in-process-register")).isNotEmptyDirectory();

    Built wrong = build("-Dstore=cached", "-Dserver=memory");
    assertThat(wrong.code()).as(wrong.said()).isEqualTo(1);
    assertThat(wrong.said())
        .contains("Tests run: 3, Failures: 3, Errors: 0", "INVALID: Read #", "stale-read on key")
        .contains("again      the test com.example.StoreTest.isLinearizable with -Dordeal.seed=2")
        .contains("run com.example.ServerDatabase --path target/test-classes:target/classes ")
        .contains("--set keeps=memory --seed 1");
    Matcher report = Pattern.compile("report {5}(\\S+\\.html)").matcher(wrong.said());
    assertThat(report.find()).isTrue();
    assertThat(project.resolve(report.group(1))).isNotEmptyFile();
    try (Stream<Path> attached = Files.walk(project.resolve("target/junit-jupiter"))) {
      assertThat(attached.map(Path::toString)).anyMatch(f -> f.endsWith(".html"));
    }
  }
}
