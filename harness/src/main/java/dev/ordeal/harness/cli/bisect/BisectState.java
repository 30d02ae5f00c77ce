package dev.ordeal.harness.cli.bisect;

import dev.ordeal.harness.cli.bisect.Tally.Said;
import dev.ordeal.harness.cli.option.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a bisection has seen so far, in a folder: a line each replay, written once the replay is
 * over. A replay that was interrupted left nothing, and is made again.
 *
 * <p>One process at a time works on a folder. Not thread-safe.
 */
public final class BisectState implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final FileChannel channel;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * One replay.
   *
   * @param run its run folder; empty if it has none
   * @param reproduce the command that runs it again; empty if it was not invalid
   * @param reason why it says nothing; else empty
   */
  public record Entry(
      String version,
      Said said,
      List<String> anomalies,
      String run,
      String reproduce,
      double seconds,
      String reason) {
    public Entry {
      anomalies = List.copyOf(anomalies);
    }
  }

  private BisectState(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Opens the folder of a search, which is made if it is not there.
   *
   * @param question what is asked; kept beside the answers
   * @throws UsageException if another process works on it, or it is of another question
   */
  public static BisectState open(Path folder, Map<String, Object> question) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    BisectState state = new BisectState(folder, channel);
    try {
      state.lock();
      state.ask(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(question) + "\n");
      state.load();
      return state;
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
  }

  private void lock() throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      lock = null;
    }
    if (lock == null) {
      throw new UsageException("Another process bisects in %s: wait for it".formatted(folder));
    }
  }

  private void ask(String question) throws IOException {
    Path file = folder.resolve("question.json");
    if (!Files.exists(file)) {
      Files.writeString(file, question);
    } else if (!Files.readString(file).equals(question)) {
      throw new UsageException(
          "%s is of another bisection: name another folder by --state".formatted(folder));
    }
  }

  private Path file() {
    return folder.resolve("replays.jsonl");
  }

  /** A last line without its end was being written when the process was killed. */
  private void load() throws IOException {
    if (!Files.exists(file())) {
      return;
    }
    String text = Files.readString(file());
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    for (String line : whole.lines().toList()) {
      try {
        entries.add(JSON.readValue(line, Entry.class));
      } catch (JacksonException damaged) {
        throw new UsageException(
            "%s, line %d, is damaged: delete the line, or name another folder by --state"
                .formatted(file(), entries.size() + 1));
      }
    }
    if (!whole.equals(text)) {
      Files.writeString(file(), whole);
    }
  }

  /** Takes a replay. */
  public void add(Entry entry) throws IOException {
    Files.writeString(
        file(),
        JSON.writeValueAsString(entry) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    entries.add(entry);
  }

  /** All replays in their order. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The counts of each version, in the order of the versions. */
  public List<Tally> tallies(List<String> versions) {
    return versions.stream().map(this::tally).toList();
  }

  /** The counts of a version. */
  public Tally tally(String version) {
    Tally tally = Tally.NONE;
    for (Entry entry : entries) {
      tally = entry.version().equals(version) ? tally.plus(entry.said()) : tally;
    }
    return tally;
  }

  /** The last replay of a version that said something. */
  public Optional<Entry> last(String version, Said said) {
    return entries.stream()
        .filter(entry -> entry.version().equals(version) && entry.said() == said)
        .reduce((before, entry) -> entry);
  }

  public Path folder() {
    return folder;
  }

  /** Lets other processes work on the folder. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
