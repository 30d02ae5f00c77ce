package dev.ordeal.results.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run on the list of {@link OpenRuns}: its description {@code run.json}, a copy of its fault
 * journal that is written in step with it, and a lock. The process that carries out or heals the
 * run holds the lock; the operating system releases it with the process. Thread-safe.
 */
public final class ListedRun implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final String INFO = "run.json";
  private static final String LOCK = "lock";

  private final Path path;
  private final OpenRun run;
  private FileChannel lock;

  private ListedRun(Path path, OpenRun run) {
    this.path = path;
    this.run = run;
  }

  /**
   * Writes an entry, locked, and moves it to its place as a whole.
   *
   * @return null if there is one in that place
   */
  static ListedRun write(Path partial, Path path, OpenRun run) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(JSON.writeValueAsString(run).getBytes(StandardCharsets.UTF_8));
    try (FileChannel file =
        FileChannel.open(
            partial.resolve(INFO), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    ListedRun listed = new ListedRun(path, run);
    FileChannel lock = openLock(partial);
    lock.lock();
    listed.lock = lock;
    try {
      Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
      return listed;
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException taken) {
      return refused(partial, lock);
    } catch (IOException failed) {
      refused(partial, lock);
      if (Files.exists(path)) {
        return null;
      }
      throw failed;
    }
  }

  private static ListedRun refused(Path partial, FileChannel lock) throws IOException {
    lock.close();
    delete(partial);
    return null;
  }

  /**
   * Reads an entry; empty if it was removed meanwhile.
   *
   * @throws IOException if it is damaged
   */
  static Optional<ListedRun> read(Path path) throws IOException {
    Path file = path.resolve(INFO);
    try {
      OpenRun run = JSON.readValue(Files.readAllBytes(file), OpenRun.class);
      if (!path.getFileName().toString().equals(run.id())) {
        throw new IOException(file + " describes another run: " + run.id());
      }
      return Optional.of(new ListedRun(path, run));
    } catch (NoSuchFileException removed) {
      return Optional.empty();
    } catch (JacksonException damaged) {
      throw new IOException(file + " is damaged: " + damaged.getOriginalMessage(), damaged);
    }
  }

  private static FileChannel openLock(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  public OpenRun run() {
    return run;
  }

  /** The copy of the fault journal. */
  public Path faults() {
    return path.resolve("faults.jsonl");
  }

  /** The journal's entries that are not undone, the oldest first. */
  public List<FaultJournal.Line> openEntries() throws IOException {
    return FaultJournal.openEntries(faults());
  }

  /** The run folder; it may be gone, or be another run's by now. */
  public Path folder() {
    return Path.of(run.folder());
  }

  /** Whether the run folder is where it was. */
  public boolean hasFolder() {
    return RunFolder.isRun(folder());
  }

  /** Whether the run is still on the list: its own end or another process may have removed it. */
  public boolean isListed() {
    return Files.exists(path.resolve(INFO));
  }

  /** Whether the run was started on this machine. */
  public boolean isOfThisMachine() {
    return run.machine().equals(OpenRuns.thisMachine());
  }

  /**
   * Takes the lock, without waiting; it is held until {@link #close}.
   *
   * @return false if the run is still going, another process heals it, or it is no longer listed
   */
  public synchronized boolean tryLock() throws IOException {
    if (lock != null) {
      return true;
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE);
    } catch (NoSuchFileException removed) {
      return false;
    }
    try {
      FileLock held = channel.tryLock();
      // Who held it before may have taken the run off the list.
      if (held != null && isListed() && !isControlled()) {
        lock = channel;
        return true;
      }
    } catch (OverlappingFileLockException byThisProcess) {
      // As if another process held it.
    }
    channel.close();
    return false;
  }

  /** Whether the control process of the run lives, on this machine. */
  public boolean isControlled() {
    return isOfThisMachine() && run.control().isAlive();
  }

  /** Takes the run off the list: nothing of it is left. Only for the holder of the lock. */
  public synchronized void remove() throws IOException {
    Path gone = path.resolveSibling("." + path.getFileName() + "-removed");
    delete(gone);
    Files.move(path, gone, StandardCopyOption.ATOMIC_MOVE);
    delete(gone);
    close();
  }

  private static void delete(Path folder) throws IOException {
    for (String name : List.of(INFO, "faults.jsonl", LOCK)) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.deleteIfExists(folder);
  }

  @Override
  public synchronized void close() throws IOException {
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }
}
