package dev.ordeal.nemesis;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.ListedRun;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoScope;
import dev.ordeal.targets.undo.Undoing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Undoes what a run left behind whose control process died.
 *
 * <p>Two healers of one run must not work at the same time: hold the lock of {@link ListedRun}.
 */
public final class Healing {
  private Healing() {}

  /**
   * What healing a run did.
   *
   * @param done each entry that was undone, for people
   * @param failed each that was not, with the reason
   */
  public record Report(List<String> done, List<String> failed) {
    public boolean isWhole() {
      return failed.isEmpty();
    }
  }

  /**
   * Undoes every open entry of a listed run, the last first; may be repeated. What the list says is
   * done, and is noted in the journals of the run's folders, too. The run stays listed.
   *
   * @param folders where the run folder is now, and copies of it; none if it is gone
   */
  public static Report heal(ListedRun run, Collection<RunFolder> folders) throws IOException {
    Report report = heal(run.faults(), UndoScope.of(run.run()));
    for (RunFolder folder : folders) {
      try {
        report.failed().addAll(note(run, folder.faults()));
      } catch (IOException unwritable) {
        report
            .done()
            .add(
                "what was broken; that cannot be noted in %s: %s"
                    .formatted(folder, unwritable.getMessage()));
      }
    }
    return report;
  }

  /**
   * Undoes every open entry of a run folder's own journal, the last first; may be repeated.
   *
   * @param scope what it may undo: a folder can come from anywhere
   */
  public static Report heal(RunFolder run, UndoScope scope) throws IOException {
    return heal(run.faults(), scope);
  }

  private static Report heal(Path file, UndoScope scope) throws IOException {
    Report report = new Report(new ArrayList<>(), new ArrayList<>());
    List<FaultJournal.Line> open = FaultJournal.openEntries(file);
    if (open.isEmpty()) {
      return report;
    }
    try (FaultJournal journal = FaultJournal.open(file);
        Undoing undoing = new Undoing(scope)) {
      List<Undo> undos = open.stream().map(FaultJournal.Line::undo).toList();
      undoing.prepare(undos);
      for (FaultJournal.Line line : open.reversed()) {
        try {
          String what = undoing.undo(line.undo());
          journal.undone(line.id(), "healed: " + what);
          report.done().add(line.what() + ": " + what);
        } catch (IOException | IllegalArgumentException problem) {
          report.failed().add(line.what() + ": " + problem.getMessage());
        }
      }
    }
    return report;
  }

  /**
   * Notes in the journal of a run folder what the list knows to be undone.
   *
   * @return what the folder's journal holds open that the list never had: it is not undone
   */
  private static List<String> note(ListedRun run, Path folderJournal) throws IOException {
    List<String> unknown = new ArrayList<>();
    if (!Files.exists(folderJournal)) {
      return unknown;
    }
    List<FaultJournal.Line> listed = FaultJournal.intents(run.faults());
    List<Long> open = run.openEntries().stream().map(FaultJournal.Line::id).toList();
    try (FaultJournal journal = FaultJournal.open(folderJournal)) {
      for (FaultJournal.Line line : FaultJournal.openEntries(folderJournal)) {
        if (!listed.contains(line)) {
          unknown.add("%s: the run never wrote this into %s".formatted(line.what(), run.faults()));
        } else if (!open.contains(line.id())) {
          journal.undone(line.id(), "healed");
        }
      }
    }
    return unknown;
  }
}
