package dev.ordeal.targets.process;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.disk.FaultyDisk;
import dev.ordeal.targets.host.Answer;
import dev.ordeal.targets.host.Commands;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.Marked;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** A disk that can fail, over the folder of a node's data on this machine. */
final class LocalDisk {
  /** The kind of undoing: something on this machine. */
  private static final String UNDO = "local-execute";

  private final FaultyDisk disk;
  private final Marked marked;
  private final FaultJournal journal;
  private final List<Long> journalled;

  private LocalDisk(FaultyDisk disk, Marked marked, FaultJournal journal, List<Long> journalled) {
    this.disk = disk;
    this.marked = marked;
    this.journal = journal;
    this.journalled = journalled;
  }

  /** Why there can be none on this machine; empty if there can be. */
  static String problem() throws IOException {
    return run(FaultyDisk.PROBLEM).strip();
  }

  /** Mounts one; its program is found by a mark of its own, since it outlives the node's. */
  static LocalDisk mount(NodeView view, String runId, FaultJournal journal) throws IOException {
    Files.createDirectories(view.data());
    FaultyDisk disk = new FaultyDisk(view.data());
    String name = view.name() + ".disk";
    Marked marked = new Marked(runId, name);
    List<Long> journalled =
        List.of(
            journal.intent(
                "disk of " + view.name(), undo(new HostUndo.RemoveDisk(view.data().toString()))),
            journal.intent(
                "program of the disk of " + view.name(), undo(new HostUndo.Kill(runId, name))));
    LocalDisk mounted = new LocalDisk(disk, marked, journal, journalled);
    run(marked.start(view.folder().toString(), disk.serve(view.machine())));
    try {
      run(disk.await());
    } catch (IOException unserved) {
      mounted.close();
      throw new IOException(
          "the disk of %s cannot be mounted; see %s"
              .formatted(view.name(), view.folder().resolve("node.log")),
          unserved);
    }
    return mounted;
  }

  void set(DiskTrouble trouble) throws IOException {
    run(disk.tell(trouble));
  }

  static Undo restoreUndo(NodeView view) {
    return undo(new HostUndo.RestoreDisk(view.data().toString()));
  }

  void close() throws IOException {
    run(disk.remove() + "\n" + marked.kill());
    for (long line : journalled) {
      journal.undone(line, "disk is removed");
    }
  }

  private static Undo undo(HostUndo undo) {
    return new Undo(UNDO, undo.arguments());
  }

  private static String run(String command) throws IOException {
    Answer answer = Commands.run(List.of("sh", "-c", command));
    if (!answer.isGood()) {
      throw new IOException(answer.output().strip());
    }
    return answer.output();
  }
}
