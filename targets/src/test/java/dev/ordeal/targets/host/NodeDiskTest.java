package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk in a namespace of its own, as they have it who are not root; tried whoever we are. */
class NodeDiskTest {
  @TempDir private Path folder;

  @Test
  void isSeenInItsNamespaceAndNowhereElse() throws Exception {
    Place here = new LocalPlace("n1");
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

  /** As a node would do it. */
  private static boolean written(NodeDisk disk, Place here, String script) throws Exception {
    String line = Shell.line(disk.command(List.of("sh", "-c", script)));
    return here.execute(line).isGood();
  }
}
