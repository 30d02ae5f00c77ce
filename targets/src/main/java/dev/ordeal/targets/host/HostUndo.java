package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.kernel.ControlGroup;
import dev.ordeal.targets.kernel.MarkedProcesses;
import dev.ordeal.targets.kernel.PacketQueues;
import dev.ordeal.targets.kernel.PacketRules;
import dev.ordeal.targets.shell.Shell;
import dev.ordeal.targets.undo.UndoScope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that can be undone on a host from another process.
 *
 * <p>A journal holds what is to be done, never a command: healing a run folder that came from
 * elsewhere must not run what somebody wrote into it. Everything is checked when it is read.
 */
public sealed interface HostUndo {
  /** The folders of nodes on machines that are not this one. */
  String FOLDERS = "/var/tmp/ordeal/runs/";

  /** What a way of undoing is about. */
  enum Reach {
    /** A node's processes, its disk, its files: of the machine, whatever network the node is in. */
    NODE,
    /** Packets of the network that the node is in; goes with it. */
    NETWORK,
    /** A whole machine that is not this one. */
    MACHINE
  }

  /** What it is about. */
  default Reach reach() {
    return Reach.NODE;
  }

  /**
   * Refuses an entry about more than it may concern.
   *
   * @throws IllegalArgumentException also if the entry is damaged
   */
  static void requireReach(Undo undo, UndoScope scope, Set<Reach> allowed) {
    if (!allowed.contains(of(undo.arguments()).reach())) {
      throw scope.refusal(undo, "action", undo.argument("action"));
    }
  }

  /** The command for {@code sh} that does it, and no harm where there is nothing to undo. */
  String command();

  /** As it stands in a journal. */
  Map<String, String> arguments();

  /** Kills every process of a node. */
  record Kill(String run, String node) implements HostUndo {
    public Kill {
      checked(run, "[A-Za-z0-9:._-]+");
      checked(node, "[A-Za-z0-9._-]+");
    }

    @Override
    public String command() {
      return new MarkedProcesses(run, node).kill();
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("action", "kill", "run", run, "node", node);
    }
  }

  /** Sets the processes of a node going again, and sees that none is stopped. */
  record Resume(String run, String node) implements HostUndo {
    public Resume {
      checked(run, "[A-Za-z0-9:._-]+");
      checked(node, "[A-Za-z0-9._-]+");
    }

    @Override
    public String command() {
      return new MarkedProcesses(run, node).resumeAll();
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("action", "resume", "run", run, "node", node);
    }
  }

  /** Removes a run's packet rules. */
  record RemoveRules(String tag) implements HostUndo {
    public RemoveRules {
      checked(tag, "[0-9a-f]{8}");
    }

    @Override
    public Reach reach() {
      return Reach.NETWORK;
    }

    @Override
    public String command() {
      return new PacketRules(tag).remove();
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("action", "remove-rules", "tag", tag);
    }
  }

  /** Removes the packet rules of one fault. */
  record Deliver(String tag, String fault) implements HostUndo {
    public Deliver {
      checked(tag, "[0-9a-f]{8}");
      checked(fault, "[a-z0-9]+");
    }

    @Override
    public Reach reach() {
      return Reach.NETWORK;
    }

    @Override
    public String command() {
      return new PacketRules(tag).deliver(fault);
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("action", "deliver", "tag", tag, "fault", fault);
    }
  }

  /** Removes a run's queues for packets. */
  record RemoveQueues(String tag) implements HostUndo {
    public RemoveQueues {
      checked(tag, "[0-9a-f]{8}");
    }

    @Override
    public Reach reach() {
      return Reach.NETWORK;
    }

    @Override
    public String command() {
      return new PacketQueues(tag).remove();
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("action", "remove-queues", "tag", tag);
    }
  }

  /**
   * Sets the clock of a machine so many milliseconds off, 0 for right; not if the machine was
   * restarted since.
   */
  record SetTime(MachineClock clock, long offsetMillis) implements HostUndo {
    public SetTime {
      checked(clock.boot(), "[0-9a-f-]+");
    }

    @Override
    public Reach reach() {
      return Reach.MACHINE;
    }

    @Override
    public String command() {
      return clock.set(offsetMillis);
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "action",
          "set-time",
          "boot",
          clock.boot(),
          "started",
          Long.toString(clock.startedMillis()),
          "offset",
          Long.toString(offsetMillis));
    }
  }

  /**
   * Puts a number into a file of a node, if its folder is there; a node that reads it meanwhile
   * sees the old number or the new one.
   */
  record SetOffset(String file, String number) implements HostUndo {
    public SetOffset {
      checked(file, "/[^\\n\\x00]*/clock-offset[a-z-]*");
      checked(number, "[+-]?[0-9]+([.][0-9]+)?");
    }

    @Override
    public String command() {
      // Nothing is followed that leads out of the folder.
      return String.join(
          "\n",
          "f=" + Shell.quoted(file),
          "d=$(dirname \"$f\")",
          "if [ -d \"$d\" ] && [ \"$(cd \"$d\" && pwd -P)\" = \"$d\" ]; then",
          "  rm -f \"$f.new\" && echo %s > \"$f.new\" && mv \"$f.new\" \"$f\"".formatted(number),
          "fi");
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("action", "set-offset", "file", file, "number", number);
    }
  }

  /** Ends what one fault did to a node's disk. */
  record RestoreDisk(String folder, String fault) implements HostUndo {
    public RestoreDisk {
      checked(folder, "/[^\\n\\x00]*/data");
      checked(fault, "[a-z0-9]+");
    }

    @Override
    public String command() {
      return new FaultyDisk(Path.of(folder)).restore(fault);
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("action", "restore-disk", "folder", folder, "fault", fault);
    }
  }

  /** Takes a run's disk away from a node's folder. */
  record RemoveDisk(String folder) implements HostUndo {
    public RemoveDisk {
      checked(folder, "/[^\\n\\x00]*/data");
    }

    @Override
    public String command() {
      return new FaultyDisk(Path.of(folder)).remove();
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("action", "remove-disk", "folder", folder);
    }
  }

  /** Lets the processes of a node have of the machine what they want again. */
  record RemoveGroup(String group) implements HostUndo {
    public RemoveGroup {
      checked(group, "ordeal-[A-Za-z0-9-]+");
    }

    @Override
    public String command() {
      return new ControlGroup(group).remove();
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("action", "remove-group", "group", group);
    }
  }

  /** Removes a node's folder on a machine that is not this one. */
  record RemoveFolder(String folder) implements HostUndo {
    public RemoveFolder {
      checked(folder, Pattern.quote(FOLDERS) + "[A-Za-z0-9:_-][A-Za-z0-9:._-]*/[A-Za-z0-9_-]+");
    }

    @Override
    public Reach reach() {
      return Reach.MACHINE;
    }

    @Override
    public String command() {
      // The run's folder goes with the last node's.
      return "rm -rf %s && { rmdir %s 2>/dev/null || true; }"
          .formatted(Shell.quoted(folder), Shell.quoted(Path.of(folder).getParent().toString()));
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("action", "remove-folder", "folder", folder);
    }
  }

  /** The arguments and where they are to be carried out. */
  default Map<String, String> at(Map<String, String> place) {
    Map<String, String> all = new LinkedHashMap<>(place);
    all.putAll(arguments());
    return all;
  }

  /**
   * Reads what {@link #arguments} wrote.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static HostUndo of(Map<String, String> arguments) {
    return switch (arguments.getOrDefault("action", "")) {
      case "kill" -> new Kill(arguments.get("run"), arguments.get("node"));
      case "resume" -> new Resume(arguments.get("run"), arguments.get("node"));
      case "remove-rules" -> new RemoveRules(arguments.get("tag"));
      case "deliver" -> new Deliver(arguments.get("tag"), arguments.get("fault"));
      case "remove-queues" -> new RemoveQueues(arguments.get("tag"));
      case "set-time" ->
          new SetTime(
              new MachineClock(arguments.get("boot"), number(arguments.get("started"))),
              number(arguments.get("offset")));
      case "set-offset" -> new SetOffset(arguments.get("file"), arguments.get("number"));
      case "restore-disk" -> new RestoreDisk(arguments.get("folder"), arguments.get("fault"));
      case "remove-disk" -> new RemoveDisk(arguments.get("folder"));
      case "remove-group" -> new RemoveGroup(arguments.get("group"));
      case "remove-folder" -> new RemoveFolder(arguments.get("folder"));
      default -> throw new IllegalArgumentException("unknown action in " + arguments);
    };
  }

  private static long number(String text) {
    checked(text, "-?[0-9]{1,15}");
    return Long.parseLong(text);
  }

  private static void checked(String value, String allowed) {
    if (value == null || !value.matches(allowed)) {
      throw new IllegalArgumentException("the journal holds '" + value + "', which is not safe");
    }
  }
}
