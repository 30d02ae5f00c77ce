package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.shell.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk in a namespace of its own, as they have it who are not root; tried whoever we are. */
class NodeDiskTest {
  @TempDir private Path folder;

  @Test
  void isSeenInItsNamespaceAndNowhereElse() throws Exception {
    HostShell here = new LocalShell("n1");
    String problem = NodeDisk.problem(here);
    assumeTrue(problem.isEmpty(), problem);
    assumeTrue(here.execute(OwnMounts.MAKE + " true").isGood(), "no namespaces for everybody");
    NodeView view =
        new NodeView(
            "n1",
            0,
            List.of("n1"),
            folder,
            (node, port) -> new Address("127.0.0.1", 1),
            List.of(),
            new LocalMachine(),
            false);
    Path journalFile = folder.resolve("faults.jsonl");
    String runId = "node-disk-" + ProcessHandle.current().pid();
    Path data = Files.createDirectories(view.data());
    try (FaultJournal journal = FaultJournal.open(journalFile)) {
      NodeDisk disk = NodeDisk.mount(here, true, view, runId, journal);
      assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(data.toString());

      assertThat(written(disk, here, "echo 12345678 > data/file")).isTrue();
      disk.set("fault1", DiskTrouble.FULL);
      assertThat(written(disk, here, "echo more > data/other")).isFalse();
      assertThat(here.execute("echo more > " + data.resolve("other")).isGood()).isTrue();
      disk.set("fault1", DiskTrouble.NONE);
      assertThat(written(disk, here, "echo more > data/file2")).isTrue();
      disk.set("fault2", DiskTrouble.LOSE);
      assertThat(written(disk, here, "test -s data/file2")).isFalse();
      assertThat(written(disk, here, "echo 12345678 > data/file; sync data/file")).isTrue();
      NodeDisk.change(disk.inside(), view, DataChange.truncate(4));

      disk.close();
      assertThat(Leftovers.processes(runId)).isEmpty();
      assertThat(data.resolve("file")).hasContent("12345");
    }
    assertThat(FaultJournal.openEntries(journalFile)).isEmpty();
  }

  /** A heal of another process has nothing but the path, as a user wrote it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "my runs", "it's $HOME", "l\u00e4ufe", "a#b", "[a-z]*", "a\\b\tc"})
  void isTakenAwayFromAFolderOfAnyName(String name) throws Exception {
    LocalShell here = new LocalShell("n1");
    assumeTrue(here.execute("test $(id -u) = 0 -a -w /dev/fuse").isGood(), "needs root and FUSE");
    Path data = Files.createDirectories(folder.resolve(name).resolve("n1").resolve("data"));
    String mount =
        "exec 3<>/dev/fuse; mount -i -t fuse"
            + " -o fd=3,rootmode=40000,user_id=0,group_id=0 ordeal-disk "
            + Shell.quoted(data.toString());
    here.require(mount);
    long before = mounts();
    assertThat(before).isPositive();

    here.require(new HostUndo.RemoveDisk(data.toString()).command());
    assertThat(mounts()).isEqualTo(before - 1);
    here.require(new HostUndo.RemoveDisk(data.toString()).command());
    assertThat(mounts()).isEqualTo(before - 1);
  }

  /** How many disks are mounted below the test's folder. */
  private long mounts() throws Exception {
    String start = "ordeal-disk " + folder.toRealPath() + "/";
    return Files.readAllLines(Path.of("/proc/mounts")).stream()
        .filter(line -> line.startsWith(start))
        .count();
  }

  /** As a node would do it. */
  private static boolean written(NodeDisk disk, HostShell here, String script) throws Exception {
    String line = Shell.line(disk.command(List.of("sh", "-c", script)));
    return here.execute(line).isGood();
  }
}
