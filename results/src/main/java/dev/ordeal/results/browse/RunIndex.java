package dev.ordeal.results.browse;

import dev.ordeal.results.campaign.CampaignLog;
import dev.ordeal.results.run.RunFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All runs and nights below some folders. Links are not followed, so that each is there once.
 *
 * <p>Thread-safe. Looking again costs a look at each folder; files are read again only where they
 * have changed.
 */
public final class RunIndex {
  /** Folder of runs, name, night, its runs, number, name, run. */
  private static final int DEPTH_MAX = 8;

  private final List<Path> roots;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  /** What was read, and of which files. */
  private record Known(String stamp, SavedRun run) {}

  /**
   * @param roots folders of runs or campaigns; need not exist
   */
  public RunIndex(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /** The newest first. */
  public List<SavedRun> all() throws IOException {
    List<SavedRun> all = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (int root = 0; root < roots.size(); root++) {
      if (Files.isDirectory(roots.get(root))) {
        Files.walkFileTree(roots.get(root), Set.of(), DEPTH_MAX, new Visitor(root, all, seen));
      }
    }
    known.keySet().retainAll(seen);
    all.sort(
        Comparator.comparing(SavedRun::started)
            .reversed()
            .thenComparingInt(SavedRun::root)
            .thenComparing(SavedRun::path));
    return all;
  }

  private SavedRun read(int root, Path folder, boolean isCampaign) {
    String stamp = SavedRunReader.stamp(folder, isCampaign);
    Known before = known.get(folder);
    // Whether a process is still there no file tells.
    if (before != null && before.stamp().equals(stamp) && !before.run().isRunning()) {
      return before.run();
    }
    String path = roots.get(root).relativize(folder).toString().replace(File.separatorChar, '/');
    SavedRun run =
        isCampaign
            ? SavedRunReader.campaign(root, path, folder)
            : SavedRunReader.run(root, path, folder);
    known.put(folder, new Known(stamp, run));
    return run;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final int root;
    private final List<SavedRun> all;
    private final Set<Path> seen;

    Visitor(int root, List<SavedRun> all, Set<Path> seen) {
      this.root = root;
      this.all = all;
      this.seen = seen;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (RunFolder.isRun(folder)) {
        seen.add(folder);
        all.add(read(root, folder, false));
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (CampaignLog.isIn(folder)) {
        seen.add(folder);
        all.add(read(root, folder, true));
      }
      return FileVisitResult.CONTINUE;
    }

    /** What may not be read, or is just being deleted, is not there. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException unreadable) {
      return FileVisitResult.CONTINUE;
    }
  }
}
