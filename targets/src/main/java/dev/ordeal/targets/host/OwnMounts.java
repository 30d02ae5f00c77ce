package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.kernel.MarkedProcesses;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program sees that mounted something in a mount namespace of its own, as anybody may whom
 * the kernel lets have a user namespace. Nobody else sees it, and it goes with the last process
 * there.
 *
 * @param outside where the program runs
 * @param program the mark of the program
 */
record OwnMounts(HostShell outside, MarkedProcesses program) implements HostShell {
  /** What a command begins with that makes such a place, and is root there. */
  static final String MAKE = "unshare --user --map-root-user --mount";

  private static final List<String> ENTER =
      List.of("nsenter", "--user", "--mount", "--preserve-credentials", "--target");

  @Override
  public String name() {
    return outside.name();
  }

  /** What a command for {@code sh} begins with that is run there. */
  String enter() {
    return "%s \"$(%s)\"".formatted(String.join(" ", ENTER), program.first());
  }

  @Override
  public CommandResult execute(String command) throws IOException {
    return outside.execute(enter() + " sh -c " + Shell.quoted(command));
  }

  /** The words that a command begins with whose program runs there, in the same folder. */
  List<String> words() throws IOException {
    List<String> words = new ArrayList<>(ENTER);
    words.add(outside.require(program.first()).strip());
    // A process that enters is in the root folder.
    words.addAll(List.of("sh", "-c", "cd \"$0\" && exec \"$@\""));
    return words;
  }

  /** From outside nothing is there to be undone; it goes with the program. */
  @Override
  public Undo undo(HostUndo undo) {
    return outside.undo(undo);
  }
}
