package dev.ordeal.targets.host;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.JavaCommand;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DataProgram;
import dev.ordeal.targets.disk.DiskTrouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The disk that can fail over the folder of a node's data, while it is there. */
public final class NodeDisk {
  private final Place place;
  private final NodeView view;
  private final FaultyDisk disk;
  private final Marked marked;
  private final FaultJournal journal;
  private final List<Long> journalled = new ArrayList<>();

  private NodeDisk(Place place, NodeView view, Marked marked, FaultJournal journal) {
    this.place = place;
    this.view = view;
    this.disk = new FaultyDisk(view.data());
    this.marked = marked;
    this.journal = journal;
  }

  /** Why there can be none at a place; empty if there can be. */
  public static String problem(Place place) throws IOException {
    return place.require(FaultyDisk.PROBLEM).strip();
  }

  /** Mounts one; its program bears a mark of its own, since it outlives the node's processes. */
  public static NodeDisk mount(Place place, NodeView view, String runId, FaultJournal journal)
      throws IOException {
    String program = view.name() + ".disk";
    NodeDisk disk = new NodeDisk(place, view, new Marked(runId, program), journal);
    disk.note("disk of " + view.name(), new HostUndo.RemoveDisk(view.data().toString()));
    disk.note("program of the disk of " + view.name(), new HostUndo.Kill(runId, program));
    place.require("mkdir -p " + Shell.quoted(view.data().toString()));
    String serve = disk.disk.serve(view.machine());
    place.require(disk.marked.start(view.folder().toString(), serve));
    if (!place.execute(disk.disk.await()).isGood()) {
      disk.close();
      String log = Shell.quoted(view.folder().resolve(NodeLog.NAME).toString());
      throw new IOException(
          "%s: its disk cannot be mounted: %s"
              .formatted(view.name(), place.execute("tail -n 5 " + log).output().strip()));
    }
    return disk;
  }

  private void note(String what, HostUndo undo) throws IOException {
    journalled.add(journal.intent(what, place.undo(undo)));
  }

  /** Says what is wrong with it because of a fault; others' troubles stay. */
  public void set(String fault, DiskTrouble trouble) throws IOException {
    place.require(disk.tell(fault, trouble));
  }

  /** How another process ends a fault's trouble. */
  public Undo undo(String fault) {
    return place.undo(new HostUndo.RestoreDisk(view.data().toString(), fault));
  }

  /** Changes the files of a node's data, whatever disk they are on. */
  public static void change(Place place, NodeView view, DataChange change) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(view.data().toString()));
    arguments.addAll(change.words());
    place.require(
        Shell.line(
            JavaCommand.of(view.machine(), DataProgram.class, List.of("-Xmx64m"), arguments)));
  }

  /** Takes it away; what is in the folder stays. */
  public void close() throws IOException {
    place.require(disk.remove() + "\n" + marked.kill());
    for (long line : journalled) {
      journal.undone(line, "the disk of " + view.name() + " is removed");
    }
    journalled.clear();
  }
}
