package dev.ordeal.targets.host;

import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Virtual machines to reach by SSH, each with a kernel of its own. */
final class VirtualRig implements AutoCloseable {
  private static final Path SCRIPT = Path.of("../scripts/virtual-machines");

  /** A file in a folder of such machines. */
  private static final String MARK = "virtual-machines";

  private final Path folder;
  private final List<String> addresses;

  /** Why there cannot be any here; empty if there can. */
  static String problem() throws IOException {
    return run("problem").output().strip();
  }

  VirtualRig(int count) throws IOException {
    folder = TestFolders.create();
    Files.createFile(folder.resolve(MARK));
    CommandResult answer = run("up", folder.toString(), Integer.toString(count));
    if (!answer.isGood()) {
      throw new IOException(answer.output());
    }
    List<String> words = List.of(answer.output().strip().split(" "));
    addresses = List.of(words.get(words.indexOf("--ssh") + 1).split(","));
  }

  private static CommandResult run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(Arrays.asList(arguments));
    return Commands.run(command);
  }

  List<String> addresses() {
    return addresses;
  }

  Path config() {
    return folder.resolve("ssh_config");
  }

  /** What a command for {@code sh} prints on each of them. */
  String onEach(String command) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String address : addresses) {
      all.append(
          Commands.run(List.of("ssh", "-F", config().toString(), address, command)).output());
    }
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    end(folder);
    TestFolders.remove(folder);
  }

  /** Ends the machines of a folder, if it is one of such machines. */
  static void end(Path folder) throws IOException {
    if (Files.exists(folder.resolve(MARK))) {
      run("down", folder.toString());
    }
  }
}
