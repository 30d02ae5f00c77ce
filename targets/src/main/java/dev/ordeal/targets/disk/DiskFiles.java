package dev.ordeal.targets.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The operations of the file system: on the files of a folder, with what {@link DiskState} says is
 * wrong, noting in {@link Unsynced} how to take changes back. Answers are put into the reply in the
 * form of the FUSE protocol. Not thread-safe.
 */
final class DiskFiles {
  /** Where removed files are kept until their removal is durable; nobody sees it. */
  static final String ASIDE = ".ordeal-aside";

  private static final long CONTROL_NODE = 2;
  private static final long CONTROL_HANDLE = 0;
  private static final int REGULAR = 0100000;
  private static final int MODE_OF_CONTROL = REGULAR | 0600;
  private static final int NAME_MAX = 255;
  private static final int BLOCK = 4096;

  /** What to change of a file, and to what. */
  record Change(int valid, long size, long modified, int mode, int owner, int group) {
    boolean has(int what) {
      return (valid & what) != 0;
    }
  }

  private record Listed(String name, long node, int type) {}

  private final Path root;
  private final Consumer<String> log;
  private final DiskTree tree;
  private final Unsynced unsynced;
  private final DiskState state = new DiskState();
  private final Map<Long, FileChannel> open = new HashMap<>();
  private final Map<Long, List<Listed>> listings = new HashMap<>();
  private long handles = CONTROL_HANDLE;
  private String told = "";

  /**
   * @param log told what happened, for people
   */
  DiskFiles(Path root, Consumer<String> log) {
    this.log = log;
    this.root = root;
    tree = new DiskTree(root, CONTROL_NODE + 1);
    unsynced = new Unsynced(tree, root.resolve(ASIDE));
  }

  /** Leaves everything as it is. */
  void keep() {
    unsynced.keep();
  }

  private Path child(long folder, String name) throws DiskException {
    if (isHidden(folder, name)) {
      throw new DiskException(Fuse.ENOENT);
    }
    return tree.place(folder).resolve(name);
  }

  private static boolean isHidden(long folder, String name) {
    return folder == DiskTree.ROOT && name.equals(ASIDE);
  }

  private static boolean isControl(long folder, String name) {
    return folder == DiskTree.ROOT && name.equals(DiskServer.CONTROL);
  }

  // Names.

  void lookUp(long folder, String name, ByteBuffer reply) throws IOException {
    if (isControl(folder, name)) {
      putEntry(CONTROL_NODE, reply);
      return;
    }
    Path place = child(folder, name);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(name);
    }
    putEntry(tree.number(place), reply);
  }

  /** What the kernel learns of a file: nothing that it might remember. */
  private void putEntry(long node, ByteBuffer reply) throws IOException {
    reply.putLong(node).putLong(0).putLong(0).putLong(0).putInt(0).putInt(0);
    putAttributes(node, reply);
  }

  void attributes(long node, ByteBuffer reply) throws IOException {
    reply.putLong(0).putInt(0).putInt(0);
    putAttributes(node, reply);
  }

  private void putAttributes(long node, ByteBuffer reply) throws IOException {
    if (node == CONTROL_NODE) {
      putAttributes(node, 0, 0, 0, 0, new int[] {MODE_OF_CONTROL, 1, 0, 0, 0}, reply);
      return;
    }
    Map<String, Object> all =
        Files.readAttributes(tree.place(node), "unix:*", LinkOption.NOFOLLOW_LINKS);
    putAttributes(
        node,
        (long) all.get("size"),
        nanos(all, "lastAccessTime"),
        nanos(all, "lastModifiedTime"),
        nanos(all, "ctime"),
        new int[] {
          (int) all.get("mode"),
          (int) all.get("nlink"),
          (int) all.get("uid"),
          (int) all.get("gid"),
          ((Number) all.get("rdev")).intValue()
        },
        reply);
  }

  private static long nanos(Map<String, Object> attributes, String name) {
    return ((FileTime) attributes.get(name)).to(TimeUnit.NANOSECONDS);
  }

  private static void putAttributes(
      long node,
      long size,
      long accessed,
      long modified,
      long changed,
      int[] others,
      ByteBuffer reply) {
    long second = TimeUnit.SECONDS.toNanos(1);
    reply.putLong(node).putLong(size).putLong((size + 511) / 512);
    reply.putLong(accessed / second).putLong(modified / second).putLong(changed / second);
    reply.putInt((int) (accessed % second));
    reply.putInt((int) (modified % second));
    reply.putInt((int) (changed % second));
    for (int other : others) {
      reply.putInt(other);
    }
    reply.putInt(BLOCK).putInt(0);
  }

  void change(long node, Change change, ByteBuffer reply) throws IOException {
    if (node != CONTROL_NODE) {
      Path place = tree.place(node);
      if (change.has(Fuse.SET_SIZE)) {
        resize(node, place, change.size());
      }
      if (change.has(Fuse.SET_MODE)) {
        Files.setPosixFilePermissions(place, permissions(change.mode()));
      }
      if (change.has(Fuse.SET_OWNER)) {
        Files.setAttribute(place, "unix:uid", change.owner(), LinkOption.NOFOLLOW_LINKS);
      }
      if (change.has(Fuse.SET_GROUP)) {
        Files.setAttribute(place, "unix:gid", change.group(), LinkOption.NOFOLLOW_LINKS);
      }
      if (change.has(Fuse.SET_MTIME)) {
        boolean now = change.has(Fuse.SET_MTIME_NOW);
        long time = now ? System.currentTimeMillis() / 1000 : change.modified();
        Files.setLastModifiedTime(place, FileTime.from(time, TimeUnit.SECONDS));
      }
    }
    attributes(node, reply);
  }

  private void resize(long node, Path place, long size) throws IOException {
    state.use();
    long present = Files.size(place);
    if (size > present) {
      state.grow();
    }
    unsynced.truncating(node, place, size);
    try (FileChannel channel = FileChannel.open(place, StandardOpenOption.WRITE)) {
      if (size < present) {
        channel.truncate(size);
      } else if (size > present) {
        channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    // From others' execution, the lowest bit, to the owner's reading.
    PosixFilePermission[] all = PosixFilePermission.values();
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & 1 << bit) != 0) {
        set.add(all[all.length - 1 - bit]);
      }
    }
    return set;
  }

  byte[] readLink(long node) throws IOException {
    String target = Files.readSymbolicLink(tree.place(node)).toString();
    return target.getBytes(StandardCharsets.UTF_8);
  }

  void link(long folder, String name, String target, ByteBuffer reply) throws IOException {
    state.grow();
    Path place = child(folder, name);
    Files.createSymbolicLink(place, Path.of(target));
    unsynced.made(place);
    putEntry(tree.number(place), reply);
  }

  void makeFolder(long folder, String name, int mode, ByteBuffer reply) throws IOException {
    state.grow();
    Path place = child(folder, name);
    Files.createDirectory(place);
    Files.setPosixFilePermissions(place, permissions(mode));
    unsynced.made(place);
    putEntry(tree.number(place), reply);
  }

  void remove(long folder, String name) throws IOException {
    Path place = child(folder, name);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(name);
    }
    unsynced.remove(place);
  }

  void removeFolder(long folder, String name) throws IOException {
    Path place = child(folder, name);
    Files.delete(place);
    tree.removed(place);
    unsynced.removedFolder(place);
  }

  void rename(long folder, String name, long into, String newName, boolean replaces)
      throws IOException {
    Path from = child(folder, name);
    Path to = child(into, newName);
    if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(name);
    }
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      if (!replaces) {
        throw new FileAlreadyExistsException(newName);
      }
      if (Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(to);
        unsynced.removedFolder(to);
      } else {
        unsynced.remove(to);
      }
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    tree.moved(from, to);
    unsynced.renamed(from, to);
  }

  // Data.

  void open(long node, int flags, ByteBuffer reply) throws IOException {
    if (node == CONTROL_NODE) {
      told = state.text() + "\nunsynced " + unsynced.bytes() + " bytes\n";
      putOpened(CONTROL_HANDLE, Fuse.DIRECT_IO, reply);
      return;
    }
    Path place = tree.place(node);
    if ((flags & Fuse.TRUNCATE) != 0) {
      resize(node, place, 0);
    }
    putOpened(handle(FileChannel.open(place, access(flags))), 0, reply);
  }

  private static OpenOption[] access(int flags) {
    boolean writes = (flags & (Fuse.WRITE_ONLY | Fuse.READ_WRITE)) != 0;
    // What is overwritten is read before.
    return writes
        ? new OpenOption[] {StandardOpenOption.READ, StandardOpenOption.WRITE}
        : new OpenOption[] {StandardOpenOption.READ};
  }

  private long handle(FileChannel channel) {
    open.put(++handles, channel);
    return handles;
  }

  private static void putOpened(long handle, int flags, ByteBuffer reply) {
    reply.putLong(handle).putInt(flags).putInt(0);
  }

  void create(long folder, String name, int flags, int mode, ByteBuffer reply) throws IOException {
    Path place = child(folder, name);
    if (isControl(folder, name)) {
      throw new FileAlreadyExistsException(name);
    }
    boolean isNew = !Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    if (isNew) {
      state.use();
      state.grow();
      Files.createFile(place);
      Files.setPosixFilePermissions(place, permissions(mode));
      unsynced.made(place);
    } else if ((flags & Fuse.EXCLUSIVE) != 0) {
      throw new FileAlreadyExistsException(name);
    }
    long node = tree.number(place);
    putEntry(node, reply);
    open(node, isNew ? flags & ~Fuse.TRUNCATE : flags, reply);
  }

  private FileChannel channel(long handle) throws DiskException {
    FileChannel channel = open.get(handle);
    if (channel == null) {
      throw new DiskException(Fuse.EINVAL);
    }
    return channel;
  }

  void read(long handle, long offset, int size, ByteBuffer reply) throws IOException {
    if (handle == CONTROL_HANDLE) {
      byte[] text = told.getBytes(StandardCharsets.UTF_8);
      int from = (int) Math.min(text.length, offset);
      reply.put(text, from, Math.min(size, text.length - from));
      return;
    }
    state.use();
    FileChannel channel = channel(handle);
    int from = reply.position();
    reply.limit(from + size);
    long at = offset;
    while (reply.hasRemaining()) {
      int count = channel.read(reply, at);
      if (count < 0) {
        break;
      }
      at += count;
    }
    state.spoil(reply, from);
  }

  void write(long node, long handle, long offset, ByteBuffer data, ByteBuffer reply)
      throws IOException {
    int size = data.remaining();
    if (handle == CONTROL_HANDLE) {
      byte[] bytes = new byte[size];
      data.get(bytes);
      control(new String(bytes, StandardCharsets.UTF_8).strip());
    } else {
      state.use();
      FileChannel channel = channel(handle);
      if (offset + size > channel.size()) {
        state.grow();
      }
      unsynced.writing(node, channel, offset, size);
      long at = offset;
      while (data.hasRemaining()) {
        at += channel.write(data, at);
      }
    }
    reply.putInt(size).putInt(0);
  }

  private void control(String asked) throws IOException {
    try {
      String[] words = asked.split(" ", 2);
      if (words[1].equals(DiskTrouble.LOSE.text())) {
        log.accept("lost " + unsynced.lose() + " changes that were not synced");
      } else {
        state.set(words[0], words[1]);
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unknown) {
      throw new DiskException(Fuse.EINVAL);
    }
  }

  void sync(long node, long handle) throws IOException {
    if (handle != CONTROL_HANDLE) {
      state.use();
      unsynced.sync(node);
    }
  }

  /** Makes names durable. */
  void syncNames() throws IOException {
    state.use();
    unsynced.sync(0);
  }

  void close(long handle) throws IOException {
    FileChannel channel = open.remove(handle);
    if (channel != null) {
      channel.close();
    }
  }

  void space(ByteBuffer reply) throws IOException {
    FileStore store = Files.getFileStore(root);
    long free = state.isFull() ? 0 : store.getUsableSpace() / BLOCK;
    reply.putLong(store.getTotalSpace() / BLOCK).putLong(free).putLong(free);
    reply.putLong(1_000_000).putLong(state.isFull() ? 0 : 1_000_000);
    reply.putInt(BLOCK).putInt(NAME_MAX).putInt(BLOCK).putInt(0).put(new byte[24]);
  }

  // Folders.

  void openFolder(long node, ByteBuffer reply) throws IOException {
    List<Listed> listed = new ArrayList<>();
    Path folder = tree.place(node);
    listed.add(new Listed(".", node, typeOf(folder)));
    listed.add(new Listed("..", DiskTree.ROOT, typeOf(folder)));
    try (Stream<Path> all = Files.list(folder)) {
      for (Path place : all.sorted().toList()) {
        String name = place.getFileName().toString();
        if (!isHidden(node, name)) {
          listed.add(new Listed(name, tree.number(folder.resolve(name)), typeOf(place)));
        }
      }
    }
    listings.put(++handles, listed);
    putOpened(handles, 0, reply);
  }

  private static int typeOf(Path place) throws IOException {
    int mode = (int) Files.getAttribute(place, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (mode & 0170000) >> 12;
  }

  void list(long handle, long offset, int size, ByteBuffer reply) {
    int end = reply.position() + size;
    List<Listed> listed = listings.getOrDefault(handle, List.of());
    for (int i = (int) offset; i < listed.size(); i++) {
      byte[] name = listed.get(i).name().getBytes(StandardCharsets.UTF_8);
      int padded = 24 + (name.length + 7) / 8 * 8;
      if (reply.position() + padded > end) {
        return;
      }
      reply.putLong(listed.get(i).node()).putLong(i + 1L);
      reply.putInt(name.length).putInt(listed.get(i).type()).put(name);
      reply.put(new byte[padded - 24 - name.length]);
    }
  }

  void closeFolder(long handle) {
    listings.remove(handle);
  }
}
