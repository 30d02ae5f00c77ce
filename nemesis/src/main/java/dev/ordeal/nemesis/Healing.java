package dev.ordeal.nemesis;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.targets.UndoScope;
import dev.ordeal.targets.Undoing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Undoes what a run left behind whose control process died. */
public final class Healing {
  private Healing() {}

  /**
   * What healing a run did.
   *
   * @param done each entry that was undone, in words
   * @param failed each that was not, with the reason
   */
  public record Report(List<String> done, List<String> failed) {}

  /** Undoes every open entry of a run's journal, the last first; may be repeated. */
  public static Report heal(RunFolder run) throws IOException {
    List<String> done = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    List<FaultJournal.Line> open = FaultJournal.openEntries(run.faults());
    if (open.isEmpty()) {
      return new Report(done, failed);
    }
    UndoScope scope = new UndoScope(run.info().id());
    try (FaultJournal journal = FaultJournal.open(run.faults())) {
      for (FaultJournal.Line line : open.reversed()) {
        try {
          scope.require(line.undo());
          String what = Undoing.undo(line.undo());
          journal.undone(line.id(), "healed: " + what);
          done.add(line.what() + ": " + what);
        } catch (IOException | IllegalArgumentException problem) {
          failed.add(line.what() + ": " + problem.getMessage());
        }
      }
    }
    return new Report(done, failed);
  }
}
