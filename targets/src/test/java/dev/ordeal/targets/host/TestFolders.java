package dev.ordeal.targets.host;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.undo.UndoScope;
import dev.ordeal.targets.undo.Undoing;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Folders of tests that make things which outlive them when they are killed. Before the first is
 * made, what killed tests left behind is undone, by their journals.
 */
final class TestFolders {
  /** The journal of a cluster. */
  static final String FAULTS = "faults.jsonl";

  /** The journal of what a cluster stands on, which is undone after it. */
  static final String RIG = "rig.jsonl";

  private static final Path PARENT = Path.of(System.getProperty("java.io.tmpdir"));
  private static final Pattern NAME = Pattern.compile("ordeal-test-(\\d+)-.*");

  private static boolean healed;

  private TestFolders() {}

  static synchronized Path create() throws IOException {
    if (!healed) {
      heal();
      healed = true;
    }
    return Files.createTempDirectory(PARENT, "ordeal-test-" + ProcessHandle.current().pid() + "-");
  }

  private static void heal() throws IOException {
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PARENT, "ordeal-test-[0-9]*-*")) {
      folders.forEach(left::add);
    }
    left.removeIf(folder -> ProcessHandle.of(process(folder)).isPresent());
    for (String journal : List.of(FAULTS, RIG)) {
      for (Path folder : left) {
        heal(folder.resolve(journal));
      }
    }
    for (Path folder : left) {
      SshRig.forget(machine -> machine.startsWith(SshRig.hostNames(process(folder))));
      VirtualRig.end(folder);
      remove(folder);
    }
  }

  private static long process(Path folder) {
    Matcher matcher = NAME.matcher(folder.getFileName().toString());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /** Writes down what the journal of a test may undo. */
  static void note(Path journal, UndoScope scope) throws IOException {
    List<String> lines = new ArrayList<>(List.of(scope.runId(), scope.sshConfig()));
    lines.addAll(scope.machines());
    Files.write(scopeFile(journal), lines);
  }

  private static Path scopeFile(Path journal) {
    return journal.resolveSibling(journal.getFileName() + ".scope");
  }

  private static UndoScope scope(Path journal) throws IOException {
    List<String> lines = Files.readAllLines(scopeFile(journal));
    List<String> folders = List.of(journal.getParent().toString());
    return new UndoScope(
        lines.get(0), folders, lines.subList(2, lines.size()), lines.get(1), "embedded");
  }

  private static void heal(Path file) throws IOException {
    if (!Files.exists(file) || !Files.exists(scopeFile(file))) {
      return;
    }
    try (FaultJournal journal = FaultJournal.open(file);
        Undoing undoing = new Undoing(scope(file))) {
      for (FaultJournal.Line line : FaultJournal.openEntries(file).reversed()) {
        try {
          journal.undone(line.id(), undoing.undo(line.undo()));
        } catch (IOException failed) {
          // A machine that is a namespace goes with it.
          System.err.println("A killed test left behind: " + line.what() + ": " + failed);
        }
      }
    }
  }

  static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
