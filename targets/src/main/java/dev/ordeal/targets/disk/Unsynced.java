package dev.ordeal.targets.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * How to take back what was changed since it was last synced, as a crash of the machine would.
 *
 * <p>The rules are those of a journalling file system (ext4, xfs): syncing a file makes its own
 * data durable, and of files and folders that were made, renamed or removed, all up to then, since
 * they go into one journal. A file that is there but whose data was never synced is empty after a
 * crash. Not thread-safe.
 */
final class Unsynced {
  /** What is written without syncing is kept in memory up to here; then it counts as synced. */
  private static final long BYTES_MAX = 128L << 20;

  /** What to do to be where one was before; on files by the number they have here. */
  private interface Step {
    void undo() throws IOException;
  }

  /**
   * A change.
   *
   * @param file whose data it is; 0 for a change of names
   * @param bytes what it takes to remember it
   * @param settled what to do when it need not be taken back any more
   */
  private record Change(long file, long bytes, Step back, Step settled) {}

  private final Deque<Change> changes = new ArrayDeque<>();

  private final DiskTree tree;
  private final Path aside;
  private long asides;
  private long bytes;

  /**
   * @param tree says where files are now
   * @param aside a folder for what was removed
   */
  Unsynced(DiskTree tree, Path aside) {
    this.tree = tree;
    this.aside = aside;
  }

  long bytes() {
    return bytes;
  }

  int changes() {
    return changes.size();
  }

  private void add(Change change) throws IOException {
    changes.addLast(change);
    bytes += change.bytes();
    while (bytes > BYTES_MAX) {
      settle(changes.removeFirst());
    }
  }

  private void settle(Change change) throws IOException {
    bytes -= change.bytes();
    change.settled().undo();
  }

  /** Before bytes of a file are written. */
  void writing(long file, FileChannel channel, long offset, int length) throws IOException {
    long size = channel.size();
    int overwritten = (int) Math.max(0, Math.min(length, size - offset));
    byte[] old = read(channel, offset, overwritten);
    add(new Change(file, old.length + 64L, () -> restore(file, offset, old, size), () -> {}));
  }

  /** Before a file's length is changed. */
  void truncating(long file, Path place, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
      long size = channel.size();
      byte[] cut = read(channel, length, (int) Math.max(0, size - length));
      add(new Change(file, cut.length + 64L, () -> restore(file, length, cut, size), () -> {}));
    }
  }

  private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
      // Until all is there.
    }
    return buffer.array();
  }

  private void restore(long file, long offset, byte[] old, long size) throws IOException {
    Path place = tree.place(file);
    if (!Files.exists(place)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(place, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() > size) {
        channel.truncate(size);
      }
      ByteBuffer buffer = ByteBuffer.wrap(old);
      while (buffer.hasRemaining()) {
        channel.write(buffer, offset + buffer.position());
      }
      if (channel.size() < size) {
        channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
      }
    }
  }

  /** After a file or folder was made. */
  void made(Path place) throws IOException {
    add(
        new Change(
            0,
            64,
            () -> {
              Files.deleteIfExists(place);
              tree.removed(place);
            },
            () -> {}));
  }

  /** Instead of removing a file: it is put aside until that is durable. */
  void remove(Path place) throws IOException {
    Path kept = aside();
    Files.move(place, kept);
    tree.moved(place, kept);
    add(
        new Change(
            0,
            64,
            () -> {
              Files.move(kept, place);
              tree.moved(kept, place);
            },
            () -> {
              Files.deleteIfExists(kept);
              tree.removed(kept);
            }));
  }

  /** After an empty folder was removed. */
  void removedFolder(Path place) throws IOException {
    add(new Change(0, 64, () -> Files.createDirectory(place), () -> {}));
  }

  /** After something was renamed; what it replaced was removed before. */
  void renamed(Path from, Path to) throws IOException {
    add(
        new Change(
            0,
            64,
            () -> {
              if (Files.exists(to)) {
                Files.move(to, from);
                tree.moved(to, from);
              }
            },
            () -> {}));
  }

  private Path aside() throws IOException {
    Files.createDirectories(aside);
    return aside.resolve(Long.toString(++asides));
  }

  /** Makes a file's data durable, and all names. */
  void sync(long file) throws IOException {
    Iterator<Change> all = changes.iterator();
    List<Change> settled = new ArrayList<>();
    while (all.hasNext()) {
      Change change = all.next();
      if (change.file() == 0 || change.file() == file) {
        all.remove();
        settled.add(change);
      }
    }
    for (Change change : settled) {
      settle(change);
    }
  }

  /** Takes back whatever was not synced; how many changes that were. */
  int lose() throws IOException {
    int lost = changes.size();
    while (!changes.isEmpty()) {
      Change change = changes.removeLast();
      bytes -= change.bytes();
      change.back().undo();
    }
    return lost;
  }

  /** Forgets how to take anything back: all that was done stays done. */
  void keep() {
    try {
      while (!changes.isEmpty()) {
        settle(changes.removeFirst());
      }
      Files.deleteIfExists(aside);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
