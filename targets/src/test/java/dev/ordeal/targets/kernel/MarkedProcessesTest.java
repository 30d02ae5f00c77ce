package dev.ordeal.targets.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.targets.RunMark;
import dev.ordeal.targets.ability.NodeProcess;
import dev.ordeal.targets.host.LocalShell;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The processes of a node whose programs hide, as the user who started it finds them. */
class MarkedProcessesTest {
  /** Neither environment nor parent nor session are those it was started with. */
  private static final String DAEMON =
      "sh -c 'env -i setsid sh -c \"sleep 64 & sleep 64\" & exit 0'";

  /** In the foreground, without its environment from the first instant. */
  private static final String BARE = "env -i sleep 64";

  private static final long LOOKS_MAX = 200;

  @TempDir private Path folder;

  private interface Commands {
    CommandResult run(String command) throws IOException;
  }

  private static CommandResult here(String command) throws IOException {
    return new LocalShell("here").execute(command);
  }

  private static CommandResult asNobody(String command) throws IOException {
    return here(
        "setpriv --reuid=65534 --regid=65534 --clear-groups sh -c " + Shell.quoted(command));
  }

  @ParameterizedTest
  @ValueSource(strings = {DAEMON, BARE})
  void areFoundByTheUserOfThisTest(String command) throws Exception {
    areFound(command, MarkedProcessesTest::here);
  }

  @ParameterizedTest
  @ValueSource(strings = {DAEMON, BARE})
  void areFoundByAUserWhoCannotMakeControlGroups(String command) throws Exception {
    assumeTrue(asNobody("true").isGood(), "needs root and setpriv");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    areFound(command, MarkedProcessesTest::asNobody);
  }

  private void areFound(String command, Commands commands) throws Exception {
    int expected = command.equals(DAEMON) ? 3 : 1;
    MarkedProcesses marked = new MarkedProcesses("marked-" + System.nanoTime(), "n1");
    try {
      assertThat(commands.run(marked.start(folder.toString(), "node", command)).isGood()).isTrue();
      assertThat(commands.run(marked.isThere()).isGood()).as("just after the start").isTrue();
      awaitCount(marked, commands, expected);
      assertThat(commands.run(marked.pause()).isGood()).isTrue();
      assertThat(found(marked, commands)).hasSize(expected).allMatch(NodeProcess::isStopped);
      assertThat(commands.run(marked.resumeAll()).isGood()).isTrue();
      assertThat(found(marked, commands)).noneMatch(NodeProcess::isStopped);
      List<NodeProcess> before = found(marked, commands);
      assertThat(commands.run(marked.kill()).isGood()).isTrue();
      assertThat(before)
          .hasSize(expected)
          .noneMatch(process -> Files.exists(Path.of("/proc", process.pid() + "", "cwd")));
    } finally {
      commands.run(marked.kill());
    }
  }

  private static List<NodeProcess> found(MarkedProcesses marked, Commands commands)
      throws IOException {
    return MarkedProcesses.read(commands.run(marked.list()).output());
  }

  private static void awaitCount(MarkedProcesses marked, Commands commands, int expected)
      throws IOException {
    int looks = 0;
    while (found(marked, commands).size() != expected && looks++ < LOOKS_MAX) {
      Thread.onSpinWait();
    }
    assertThat(found(marked, commands)).hasSize(expected);
  }

  /** As of a process whose last thread is not gone yet: at first the kernel refuses. */
  @Test
  void aGroupThatIsStillInUseIsRemovedWhenItIsNot() throws Exception {
    String run = "marked-" + System.nanoTime();
    MarkedProcesses marked = new MarkedProcesses(run, "n1");
    String groups = "find /sys/fs/cgroup -maxdepth 2 -name '*%s*'".formatted(RunMark.tag(run));
    here(marked.start(folder.toString(), "node", "sleep 64"));
    assumeTrue(!here(groups).output().isEmpty(), "needs the right to make control groups");
    Path program = folder.resolve("rmdir");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo refused >>%1$s.refused
        [ $(wc -l <%1$s.refused) -gt 5 ] || exit 1
        PATH=/usr/bin:/bin exec rmdir "$@"
        """
            .formatted(program));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(here("PATH=%s:$PATH; %s".formatted(folder, marked.kill())).isGood()).isTrue();
    assertThat(here(groups).output()).isEmpty();
  }

  @Test
  void nobodyCanOpenTheMark() throws Exception {
    MarkedProcesses marked = new MarkedProcesses("marked-" + System.nanoTime(), "n1");
    here(marked.start(folder.toString(), "node", "sleep 64"));
    assertThat(here("ls " + Shell.quoted(folder.toString())).output()).doesNotContain(".mark");
    assertThat(here(marked.kill()).isGood()).isTrue();
  }

  /** A node and the program of its disk share a folder; the end of one is not that of the other. */
  @Test
  void theEndOfAnotherProgramIsNotTheNodesEnd() throws Exception {
    String run = "marked-" + System.nanoTime();
    MarkedProcesses node = new MarkedProcesses(run, "n1");
    MarkedProcesses disk = new MarkedProcesses(run, "n1.disk");
    here(node.start(folder.toString(), "node", "sh -c 'exit 3'"));
    here(disk.start(folder.toString(), "disk", "sh -c 'exit 4'"));
    awaitText(folder.resolve("disk.exit"), "4");
    awaitText(folder.resolve("node.exit"), "3");
    assertThat(here(MarkedProcesses.exitStatus(folder.toString(), "node")).output())
        .startsWith("3 ");
    here(node.kill());
    here(disk.kill());
  }

  private static void awaitText(Path file, String text) throws IOException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!(Files.exists(file) && Files.readString(file).strip().equals(text))) {
      assertThat(System.nanoTime()).as("%s", file).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
