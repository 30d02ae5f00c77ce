package dev.ordeal.targets.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is lost at a crash must be what was not synced, and nothing else. */
class DiskFilesTest {
  private static final int ROUNDS = 300;
  private static final int STEPS = 25;
  private static final int MODE = 0100644;
  private static final int READ_WRITE = 2;

  @TempDir private Path root;

  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        String name = root.relativize(path).toString();
        if (!name.isEmpty() && !name.startsWith(DiskFiles.ASIDE)) {
          content.put(name, Files.isDirectory(path) ? "/" : Files.readString(path));
        }
      }
    }
    return content;
  }

  /** A caller of the file system, as the kernel is one. */
  private static final class Caller {
    private final DiskFiles files;

    Caller(DiskFiles files) {
      this.files = files;
    }

    private static ByteBuffer reply() {
      return ByteBuffer.allocate(8_192);
    }

    long node(long folder, String name) throws IOException {
      ByteBuffer reply = reply();
      files.lookUp(folder, name, reply);
      return reply.getLong(0);
    }

    void write(String name, long offset, String text) throws IOException {
      ByteBuffer reply = reply();
      files.create(DiskTree.ROOT, name, READ_WRITE, MODE, reply);
      long node = reply.getLong(0);
      long handle = reply.getLong(128);
      ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      files.write(node, handle, offset, data, reply());
      files.close(handle);
    }

    void resize(String name, long size) throws IOException {
      DiskFiles.Change change = new DiskFiles.Change(Fuse.SET_SIZE, size, 0, 0, 0, 0);
      files.change(node(DiskTree.ROOT, name), change, reply());
    }

    void sync(String name) throws IOException {
      files.sync(node(DiskTree.ROOT, name), 1);
    }

    void tell(String text) throws IOException {
      ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      files.write(2, 0, 0, data, reply());
    }
  }

  private static void step(Caller caller, DiskFiles files, SplittableRandom random)
      throws IOException {
    String name = "f" + random.nextInt(4);
    String other = "f" + random.nextInt(4);
    try {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> caller.write(name, random.nextInt(12), "x" + random.nextInt(100_000));
        case 3 -> caller.resize(name, random.nextInt(20));
        case 4 -> files.remove(DiskTree.ROOT, name);
        case 5 -> {
          if (!name.equals(other)) {
            files.rename(DiskTree.ROOT, name, DiskTree.ROOT, other, true);
          }
        }
        case 6 -> files.makeFolder(DiskTree.ROOT, "d" + random.nextInt(2), 0755, Caller.reply());
        default -> files.removeFolder(DiskTree.ROOT, "d" + random.nextInt(2));
      }
    } catch (IOException absentOrThere) {
      // As it happens to programs.
    }
  }

  @Test
  void aCrashLeavesWhatWasSyncedAndNothingElse() throws IOException {
    DiskFiles files = new DiskFiles(root, said -> {});
    Caller caller = new Caller(files);
    int lost = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SplittableRandom random = new SplittableRandom(round);
      for (int i = 0; i < STEPS; i++) {
        step(caller, files, random);
      }
      List<String> names = new ArrayList<>(content().keySet());
      for (String name : names) {
        if (name.startsWith("f")) {
          caller.sync(name);
        }
      }
      files.syncNames();
      Map<String, String> synced = content();
      for (int i = random.nextInt(STEPS); i > 0; i--) {
        step(caller, files, random);
      }
      lost += content().equals(synced) ? 0 : 1;
      caller.tell("fault1 lose");
      assertThat(content()).as("round %d", round).isEqualTo(synced);
    }
    assertThat(lost).isGreaterThan(ROUNDS / 2);
    files.keep();
    assertThat(root.resolve(DiskFiles.ASIDE)).doesNotExist();
  }

  @Test
  void aFileWhoseDataWasNeverSyncedIsEmpty() throws IOException {
    DiskFiles files = new DiskFiles(root, said -> {});
    Caller caller = new Caller(files);
    caller.write("a", 0, "synced");
    caller.write("b", 0, "not synced");
    caller.sync("a");
    caller.write("a", 6, " and more");
    caller.tell("fault1 lose");
    assertThat(content()).isEqualTo(Map.of("a", "synced", "b", ""));
  }

  @Test
  void aFullDiskOverwritesAndDoesNotGrow() throws IOException {
    DiskFiles files = new DiskFiles(root, said -> {});
    Caller caller = new Caller(files);
    caller.write("a", 0, "0123");
    caller.tell("fault1 full");
    caller.write("a", 0, "4567");
    assertThatThrownBy(() -> caller.write("a", 2, "4567")).isInstanceOf(DiskException.class);
    assertThatThrownBy(() -> caller.write("b", 0, "1")).isInstanceOf(DiskException.class);
    assertThatThrownBy(() -> caller.tell("fault1 upside down")).isInstanceOf(DiskException.class);
    caller.tell("fault2 full");
    caller.tell("fault1 none");
    assertThatThrownBy(() -> caller.write("b", 0, "1")).isInstanceOf(DiskException.class);
    caller.tell("fault2 none");
    caller.write("b", 0, "1");
    assertThat(content()).isEqualTo(Map.of("a", "4567", "b", "1"));
  }
}
