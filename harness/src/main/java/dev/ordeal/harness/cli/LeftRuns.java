package dev.ordeal.harness.cli;

import dev.ordeal.harness.run.Watcher;
import dev.ordeal.nemesis.Healing;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.ListedRun;
import dev.ordeal.results.run.OpenRun;
import dev.ordeal.results.run.OpenRuns;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** This user's runs that ended, in whatever way, before everything was undone. */
public final class LeftRuns {
  private final OpenRuns list;

  LeftRuns(OpenRuns list) {
    this.list = list;
  }

  /** Those of the user who runs this process. */
  public static LeftRuns ofUser() {
    return new LeftRuns(OpenRuns.ofUser());
  }

  /** What became of a listed run. */
  enum Outcome {
    HEALED,
    /** Something of it is still there. */
    LEFT,
    /** Its control process lives. */
    RUNNING,
    /** Another process is healing it. */
    BEING_HEALED,
    /** It was started on another machine, where its processes are. */
    ELSEWHERE
  }

  List<ListedRun> all() throws IOException {
    return list.all();
  }

  /**
   * Undoes what is left of a listed run; it is taken off the list when nothing is.
   *
   * @param copies folders of the run that are not where it was; they are told, too
   * @param trustsPlace whether a run of another machine is healed, too
   * @param say is given a line for each thing that was undone or could not be
   */
  Outcome heal(ListedRun run, List<RunFolder> copies, boolean trustsPlace, Consumer<String> say)
      throws IOException {
    if (!run.isOfThisMachine() && !trustsPlace) {
      return Outcome.ELSEWHERE;
    }
    if (!run.tryLock()) {
      if (run.isControlled()) {
        return Outcome.RUNNING;
      }
      if (run.isListed()) {
        return Outcome.BEING_HEALED;
      }
      say.accept("another process undid everything and took it off the list");
      return Outcome.HEALED;
    }
    try (run) {
      Map<Path, RunFolder> folders = new LinkedHashMap<>();
      copies.forEach(copy -> folders.put(copy.path(), copy));
      if (run.hasFolder()) {
        RunFolder original = RunFolder.open(run.folder());
        folders.put(original.path(), original);
      }
      Healing.Report report = Healing.heal(run, folders.values());
      tell(report, say);
      if (!report.isWhole()) {
        return Outcome.LEFT;
      }
      for (RunFolder folder : folders.values()) {
        markKilled(folder);
      }
      list.noteHealed(run.run().id());
      run.remove();
      return Outcome.HEALED;
    }
  }

  static void tell(Healing.Report report, Consumer<String> say) {
    report.done().forEach(done -> say.accept("healed " + done));
    report.failed().forEach(failed -> say.accept("NOT healed " + failed));
  }

  /** Says in the folder of a run that its control process died, once it is healed. */
  static void markKilled(RunFolder folder) {
    try {
      RunInfo info = folder.info();
      if (info.isAbandoned()) {
        folder.write(info.ended("failed", "the control process was killed", info.problems()));
      }
    } catch (IOException unwritable) {
      // Nothing is left of the run, whatever its folder says.
    }
  }

  /** Whether a run's control process died before it ended; an unreadable run counts as ended. */
  static boolean isAbandoned(RunFolder run) {
    try {
      return Files.exists(run.path().resolve("run.json")) && run.info().isAbandoned();
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** A run, for people. */
  static String shown(ListedRun listed) {
    OpenRun run = listed.run();
    return "%s (%s, folder %s%s)"
        .formatted(
            run.id(), run.environment(), run.folder(), listed.hasFolder() ? "" : ", which is gone");
  }

  /**
   * Heals what earlier runs of this user left, before another begins.
   *
   * @param runs the folder of run folders; runs in it that are not listed are only mentioned
   */
  public void healBefore(Path runs, Watcher watcher) {
    try {
      for (ListedRun old : all()) {
        List<String> lines = new ArrayList<>();
        Outcome outcome = heal(old, List.of(), false, lines::add);
        if (outcome == Outcome.HEALED || outcome == Outcome.LEFT) {
          watcher.note("An earlier run died: " + shown(old));
          lines.forEach(line -> watcher.note("  " + line));
        }
      }
      for (RunFolder other : RunFolder.all(runs)) {
        if (isAbandoned(other)) {
          mention(other, watcher);
        }
      }
    } catch (IOException unreadable) {
      watcher.problem("Earlier runs cannot be healed: " + unreadable.getMessage());
    }
  }

  /** A folder that no run of this user wrote is not trusted. */
  private void mention(RunFolder other, Watcher watcher) throws IOException {
    String id = other.info().id();
    if (FaultJournal.openEntries(other.faults()).isEmpty()) {
      markKilled(other);
    } else if (!list.isHealed(id) && list.byId(id).isEmpty()) {
      watcher.note(
          "%s is of a run that died, but not of this user on this machine: ordeal heal --trust %s"
              .formatted(other, other));
    }
  }
}
