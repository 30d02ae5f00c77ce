package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.Undo;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a killed run left is found and undone, by its user, wherever its folder is. */
@Execution(ExecutionMode.CONCURRENT)
class HealRunTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private ChildRun killed() throws Exception {
    ChildRun run = ChildRun.misbehaving(folder, "none", "--time-limit", "60s");
    run.awaitOnConsole(" s  ", LIMIT);
    run.handle().destroyForcibly();
    run.exitCode(LIMIT);
    assertThat(run.left()).as("left by kill -9").isNotEmpty();
    return run;
  }

  private String command(int code, String... arguments) throws Exception {
    return command(folder.resolve("state"), code, arguments);
  }

  private String command(Path state, int code, String... arguments) throws Exception {
    ChildRun command = ChildRun.start(folder, state, List.of(arguments));
    assertThat(command.exitCode(LIMIT)).as(command.console()).isEqualTo(code);
    return command.console();
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a)
              throws java.io.IOException {
            Files.createDirectories(to.resolve(from.relativize(dir).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a)
              throws java.io.IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void aRunWhoseFolderIsGoneIsFoundAndHealed() throws Exception {
    ChildRun run = killed();
    String id = run.folder().info().id();
    Path copy = folder.resolve("copy").resolve(id);
    copy(run.folder().path(), copy);
    Files.move(folder.resolve("runs"), folder.resolve("gone"));
    assertThat(command(0, "doctor")).contains("left     ", id, "which is gone");
    assertThat(command(0, "heal", "--all")).contains(id, "healed process of node n1: done");
    Files.move(folder.resolve("gone"), folder.resolve("runs"));
    assertThat(run.left()).filteredOn(left -> left.contains("sleep")).isEmpty();
    assertThat(ChildRun.list(folder).all()).isEmpty();
    assertThat(command(0, "heal", "--all")).contains("nothing to heal");
    assertThat(command(0, "heal", copy.toString())).contains("nothing to heal: the run was healed");
    assertThat(command(0, "doctor")).doesNotContain("left     ");
  }

  @Test
  void aFolderOfSomebodyElseIsHealedOnlyIfItIsTrusted() throws Exception {
    ChildRun run = killed();
    Path other = folder.resolve("state of another user");
    RunFolder left = run.folder();
    try (FaultJournal journal = FaultJournal.open(left.faults())) {
      journal.intent("evil", new Undo("kill-marked", Map.of("variable", "HOME", "value", "/root")));
    }
    String path = left.path().toString();
    assertThat(command(other, 64, "heal", path)).contains("--trust", left.info().id());
    assertThat(command(other, 64, "heal", path, "--ssh", "m1")).contains("--trust");
    String next =
        command(
            other,
            0,
            "run",
            "brittle",
            "--faults",
            "none",
            "--nodes",
            "1",
            "--time-limit",
            "2s",
            "--warm-up",
            "1s",
            "--rate",
            "20",
            "--out",
            folder.resolve("runs").toString());
    assertThat(next).contains("heal --trust " + path).doesNotContain("healed process");
    assertThat(FaultJournal.openEntries(left.faults())).hasSizeGreaterThan(1);

    String trusted = command(other, 69, "heal", "--trust", path);
    assertThat(trusted).contains("healed process of node n1: done");
    assertThat(trusted).contains("NOT healed evil: refused: 'kill-marked' of");
    assertThat(run.left()).filteredOn(each -> each.contains("sleep")).isEmpty();
    // Its own user never wrote that into the list.
    assertThat(command(69, "heal", path)).contains("NOT healed evil: the run never wrote this");
  }
}
