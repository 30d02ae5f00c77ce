package dev.ordeal.results.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of this user are told from folders of others. */
class RunSealTest {
  @TempDir private Path folder;

  private static RunInfo run(String reproduce, String directory, String seal) {
    return new RunInfo(
        "id",
        "finished",
        "brittle",
        "register",
        "process",
        1,
        "",
        List.of(),
        Map.of(),
        "",
        null,
        Map.of(),
        reproduce,
        directory,
        seal,
        "",
        List.of());
  }

  private static RunInfo sealed(RunSeal by, String reproduce, String directory) {
    return run(reproduce, directory, by.of("id", directory, reproduce));
  }

  private RunSeal seal() {
    return new RunSeal(folder.resolve("state").resolve("key"));
  }

  @Test
  void whatWasSealedIsKnownAgain() throws IOException {
    RunInfo mine = sealed(seal(), "./ordeal run brittle", "/home");
    assertThat(mine.seal()).hasSize(64);
    assertThat(seal().isOwn(mine)).isTrue();
    assertThat(seal().isOwn(mine.ended("failed", "killed", List.of()))).isTrue();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("state").resolve("key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatWasChangedOrIsOfAnotherUserIsNot() {
    RunInfo mine = sealed(seal(), "./ordeal run brittle", "/home");
    assertThat(seal().isOwn(run("./ordeal run brittle --path x.jar", "/home", mine.seal())))
        .isFalse();
    assertThat(seal().isOwn(run("./ordeal run brittle", "/tmp", mine.seal()))).isFalse();
    assertThat(seal().isOwn(run("./ordeal run brittl", "e/home", mine.seal()))).isFalse();
    assertThat(seal().isOwn(run("./ordeal run brittle", "/home", ""))).isFalse();
    RunInfo other = sealed(new RunSeal(folder.resolve("other")), "./ordeal run", "/");
    assertThat(other.seal()).isNotEmpty();
    assertThat(seal().isOwn(other)).isFalse();
    assertThat(new RunSeal(folder.resolve("no key")).isOwn(mine)).isFalse();
  }

  @Test
  void withoutAKeyNothingIsSealed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    RunSeal keyless = new RunSeal(file.resolve("key"));
    RunInfo run = sealed(keyless, "./ordeal run brittle", "/home");
    assertThat(run.seal()).isEmpty();
    assertThat(keyless.isOwn(run)).isFalse();
    Files.writeString(folder.resolve("empty"), "");
    assertThat(
            new RunSeal(folder.resolve("empty"))
                .isOwn(sealed(seal(), "./ordeal run brittle", "/home")))
        .isFalse();
  }
}
