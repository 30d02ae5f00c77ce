package dev.ordeal.targets.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Changes the data of a node that is down, on the node's machine: {@code FOLDER WORD…}, see {@link
 * DataChange}.
 *
 * <p>Zeros at the end of a file count as not written: databases allocate what they need later.
 */
public final class DataProgram {
  private static final String ASIDE = ".before";
  private static final int BLOCK = 1 << 16;

  /**
   * A file.
   *
   * @param size up to its last byte that is not zero
   */
  private record Written(Path path, long size) {}

  private DataProgram() {}

  /** Ends with 1 and a line of explanation if there is nothing to change. */
  public static void main(String[] arguments) {
    try {
      Path folder = Path.of(arguments[0]);
      System.out.println(change(folder, Arrays.asList(arguments).subList(1, arguments.length)));
    } catch (IOException failed) {
      System.out.println(failed);
      System.exit(1);
    }
  }

  /** Does it, and says what it did. */
  static String change(Path folder, List<String> words) throws IOException {
    return switch (words.getFirst()) {
      case "truncate" -> truncate(folder, Long.parseLong(words.get(1)));
      case "flip" -> flip(folder, Integer.parseInt(words.get(1)), Long.parseLong(words.get(2)));
      case "copy" -> copy(folder, aside(folder));
      case "restore" -> restore(folder);
      default -> throw new IllegalArgumentException("unknown change " + words);
    };
  }

  private static Path aside(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ASIDE);
  }

  private static List<Written> written(Path folder) throws IOException {
    List<Written> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted().toList()) {
        boolean isOurs = path.getFileName().toString().equals(DiskServer.CONTROL);
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !isOurs) {
          long size = size(path);
          if (size > 0) {
            files.add(new Written(path, size));
          }
        }
      }
    }
    if (files.isEmpty()) {
      throw new NoSuchFileException("there is no data in " + folder);
    }
    return files;
  }

  private static long size(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long end = channel.size();
      while (end > 0) {
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, end));
        channel.read(block, end - block.capacity());
        for (int i = block.position() - 1; i >= 0; i--) {
          if (block.get(i) != 0) {
            return end - block.capacity() + i + 1;
          }
        }
        end -= block.capacity();
      }
      return 0;
    }
  }

  private static String truncate(Path folder, long bytes) throws IOException {
    List<Written> files = written(folder);
    Written last = files.getFirst();
    for (Written file : files) {
      if (Files.getLastModifiedTime(file.path()).compareTo(Files.getLastModifiedTime(last.path()))
          > 0) {
        last = file;
      }
    }
    long size = Math.max(0, last.size() - bytes);
    try (FileChannel channel = FileChannel.open(last.path(), StandardOpenOption.WRITE)) {
      channel.truncate(size);
      channel.force(true);
    }
    return "cut %s from %d to %d bytes".formatted(last.path(), last.size(), size);
  }

  private static String flip(Path folder, int bits, long seed) throws IOException {
    List<Written> files = written(folder);
    long total = files.stream().mapToLong(Written::size).sum();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < bits; i++) {
      long place = random.nextLong(total);
      int file = 0;
      while (place >= files.get(file).size()) {
        place -= files.get(file++).size();
      }
      flip(files.get(file).path(), place, 1 << random.nextInt(8));
    }
    return "flipped %d bits of %d bytes".formatted(bits, total);
  }

  private static void flip(Path path, long place, int bit) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, place);
      one.put(0, (byte) (one.get(0) ^ bit)).flip();
      channel.write(one, place);
      channel.force(true);
    }
  }

  private static String copy(Path from, Path to) throws IOException {
    clear(to);
    Files.createDirectories(to);
    int files = 0;
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.sorted().toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (path.equals(from) || path.getFileName().toString().equals(DiskServer.CONTROL)) {
          continue;
        }
        Files.copy(path, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        files++;
      }
    }
    return "copied " + files + " files and folders";
  }

  private static String restore(Path folder) throws IOException {
    Path aside = aside(folder);
    if (!Files.isDirectory(aside)) {
      return "no copy was put aside, or it was put back already";
    }
    String done = copy(aside, folder);
    clear(aside);
    Files.delete(aside);
    return done;
  }

  /** Empties a folder, if it is there; not the folder itself, which may be a disk. */
  private static void clear(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder) && !path.getFileName().toString().equals(DiskServer.CONTROL)) {
          Files.delete(path);
        }
      }
    }
  }
}
