package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.RunMark;
import dev.ordeal.targets.kernel.MarkedProcesses;
import dev.ordeal.targets.netns.NetnsNetwork;
import dev.ordeal.targets.shell.Commands;
import dev.ordeal.targets.undo.UndoScope;
import dev.ordeal.targets.undo.Undoing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node did on the machine outlives the name of its network namespace. */
@Tag("extended")
class NetnsUndoTest {
  @TempDir private Path folder;

  @Test
  void processesEndAlthoughTheNamespaceIsGone() throws Exception {
    String problem = NetnsNetwork.problem();
    assumeTrue(problem.isEmpty(), "netns " + problem);
    String run = "netns-undo-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    Path node = Files.createDirectories(folder.resolve("n1"));
    MarkedProcesses marked = new MarkedProcesses(run, "n1");
    UndoScope scope = new UndoScope(run, List.of(folder.toString()), List.of(), "", "embedded");
    try (FaultJournal journal = FaultJournal.open(folder.resolve("faults.jsonl"));
        NetnsNetwork network = NetnsNetwork.create(run, Map.of("n1", node), journal);
        Undoing undoing = new Undoing(scope)) {
      Host host = network.hosts().getFirst();
      host.require(marked.start(node.toString(), "node", "sleep 64"));
      assertThat(MarkedProcesses.read(host.require(marked.list()))).isNotEmpty();
      Commands.run(List.of("ip", "netns", "delete", "ordeal-" + RunMark.tag(run) + "-n1"));

      Undo rules = host.undo(new HostUndo.RemoveRules(RunMark.tag(run)));
      assertThat(undoing.undo(rules)).contains("is gone");
      LocalShell here = new LocalShell("here");
      assertThat(MarkedProcesses.read(here.require(marked.list()))).isNotEmpty();
      undoing.undo(host.undo(new HostUndo.Kill(run, "n1")));
      assertThat(MarkedProcesses.read(here.require(marked.list()))).isEmpty();
    }
  }
}
