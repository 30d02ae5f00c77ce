package dev.ordeal.targets.host;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DataProgram;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.jvm.JavaCommand;
import dev.ordeal.targets.kernel.MarkedProcesses;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The disk that can fail over the folder of a node's data, while it is there. Who is not root has
 * it in a namespace of its own, where the node's processes have to be, too.
 */
public final class NodeDisk {
  private final HostShell place;
  private final Optional<OwnMounts> own;
  private final NodeView view;
  private final FaultyDisk disk;

  /** The name of the files of its program, beside those of the node. */
  private static final String FILES = "disk";

  private final MarkedProcesses marked;
  private final FaultJournal journal;
  private final List<Long> journalled = new ArrayList<>();

  private NodeDisk(
      HostShell place, boolean isOwn, NodeView view, MarkedProcesses marked, FaultJournal journal) {
    this.place = place;
    this.own = isOwn ? Optional.of(new OwnMounts(place, marked)) : Optional.empty();
    this.view = view;
    this.disk = new FaultyDisk(view.data());
    this.marked = marked;
    this.journal = journal;
  }

  /** Why there can be none at a place; empty if there can be. */
  public static String problem(HostShell place) throws IOException {
    return place.require(FaultyDisk.PROBLEM).strip();
  }

  /** Mounts one; its program bears a mark of its own, since it outlives the node's processes. */
  public static NodeDisk mount(HostShell place, NodeView view, String runId, FaultJournal journal)
      throws IOException {
    boolean isRoot = place.require("id -u").strip().equals("0");
    return mount(place, !isRoot, view, runId, journal);
  }

  static NodeDisk mount(
      HostShell place, boolean isOwn, NodeView view, String runId, FaultJournal journal)
      throws IOException {
    String program = view.name() + ".disk";
    NodeDisk disk = new NodeDisk(place, isOwn, view, new MarkedProcesses(runId, program), journal);
    disk.note("disk of " + view.name(), new HostUndo.RemoveDisk(view.data().toString()));
    disk.note("program of the disk of " + view.name(), new HostUndo.Kill(runId, program));
    place.require("mkdir -p " + Shell.quoted(view.data().toString()));
    String serve = disk.disk.serve(view.machine(), isOwn ? OwnMounts.MAKE : "");
    place.require(disk.marked.start(view.folder().toString(), FILES, serve));
    if (!place.execute(disk.disk.await(disk.own.map(OwnMounts::enter).orElse(""))).isGood()) {
      disk.close();
      String log = Shell.quoted(view.folder().resolve(FILES + ".log").toString());
      throw new IOException(
          "%s: its disk cannot be mounted: %s"
              .formatted(view.name(), place.execute("tail -n 5 " + log).output().strip()));
    }
    return disk;
  }

  private void note(String what, HostUndo undo) throws IOException {
    journalled.add(journal.intent(what, place.undo(undo)));
  }

  /** Where it is seen. */
  public HostShell inside() {
    return own.isPresent() ? own.get() : place;
  }

  /** The command of a program that is to see it; its folder is the node's. */
  public List<String> command(List<String> command) throws IOException {
    if (own.isEmpty()) {
      return command;
    }
    List<String> words = own.get().words();
    words.add(view.folder().toString());
    words.addAll(command);
    return words;
  }

  /** Says what is wrong with it because of a fault; others' troubles stay. */
  public void set(String fault, DiskTrouble trouble) throws IOException {
    inside().require(disk.tell(fault, trouble));
  }

  /** What is wrong with it now, as {@link DiskTrouble#text} says it. */
  public String show() throws IOException {
    return inside().require(disk.show()).strip();
  }

  /** How another process ends a fault's trouble. */
  public Undo undo(String fault) {
    return place.undo(new HostUndo.RestoreDisk(view.data().toString(), fault));
  }

  /** Changes the files of a node's data, whatever disk they are on. */
  public static void change(HostShell place, NodeView view, DataChange change) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(view.data().toString()));
    arguments.addAll(change.words());
    place.require(
        Shell.line(
            JavaCommand.of(view.machine(), DataProgram.class, List.of("-Xmx64m"), arguments)));
  }

  /** Takes it away; what is in the folder stays. */
  public void close() throws IOException {
    // In a namespace of its own it goes with its last process.
    place.require(disk.remove() + "\n" + marked.kill());
    for (long line : journalled) {
      journal.undone(line, "the disk of " + view.name() + " is removed");
    }
    journalled.clear();
  }
}
