package dev.ordeal.results.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code faults.jsonl}: what was broken or set up, and how to undo it, written before it is done.
 *
 * <p>An entry goes through the states {@code intent}, {@code injected} and {@code undone}, one line
 * each. Whatever is not undone is open, also an intent alone: the control process may have died
 * between injecting and saying so, which is why every way of undoing must do no harm where there is
 * nothing to undo. Each line is forced to the disk. Thread-safe.
 */
public final class FaultJournal implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * One line of the journal.
   *
   * @param id number of the entry within its run, from 1
   * @param state {@code intent}, {@code injected} or {@code undone}
   * @param what for people
   * @param undo how to undo it; null except in an intent
   */
  public record Line(long id, String state, String what, Undo undo) {}

  private final Map<Path, FileChannel> channels = new LinkedHashMap<>();
  private long lastId;
  private boolean isSealed;

  private FaultJournal(List<Path> paths, long lastId) throws IOException {
    this.lastId = lastId;
    try {
      for (Path path : paths) {
        channels.put(
            path,
            FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND));
      }
    } catch (IOException failed) {
      close();
      throw failed;
    }
  }

  /** Opens a journal, new or existing. */
  public static FaultJournal open(Path path) throws IOException {
    return openAll(List.of(path));
  }

  /**
   * Opens a journal and a copy of it that is written in step: each line is on the disk in both
   * before it is acted upon.
   */
  public static FaultJournal open(Path path, Path copy) throws IOException {
    return openAll(List.of(path, copy));
  }

  private static FaultJournal openAll(List<Path> paths) throws IOException {
    long last = 0;
    for (Path path : paths) {
      last = Math.max(last, read(path).stream().mapToLong(Line::id).max().orElse(0));
      dropCutOffLine(path);
    }
    return new FaultJournal(paths, last);
  }

  /** What is appended to half a line would be damaged, too; half a line was never acted upon. */
  private static void dropCutOffLine(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    byte[] bytes = Files.readAllBytes(path);
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    if (whole < bytes.length) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(whole);
      }
    }
  }

  /** The entries of a journal that are not undone, oldest first. */
  public static List<Line> openEntries(Path path) throws IOException {
    Map<Long, Line> open = new LinkedHashMap<>();
    for (Line line : read(path)) {
      switch (line.state()) {
        case "intent" -> open.put(line.id(), line);
        case "undone" -> open.remove(line.id());
        default -> {
          // injected: the intent already tells how to undo it.
        }
      }
    }
    return new ArrayList<>(open.values());
  }

  /** Everything that a journal ever announced, oldest first. */
  public static List<Line> intents(Path path) throws IOException {
    return read(path).stream().filter(line -> line.state().equals("intent")).toList();
  }

  private static List<Line> read(Path path) throws IOException {
    List<Line> lines = new ArrayList<>();
    if (!Files.exists(path)) {
      return lines;
    }
    String text = Files.readString(path);
    boolean cutOff = !text.isEmpty() && !text.endsWith("\n");
    List<String> texts = text.lines().toList();
    for (int i = 0; i < texts.size(); i++) {
      try {
        lines.add(JSON.readValue(texts.get(i), Line.class));
      } catch (JacksonException damaged) {
        // A cut-off last line was never acted upon: acting comes after writing.
        if (!cutOff || i < texts.size() - 1) {
          throw new IOException(
              "%s, line %d: %s".formatted(path, i + 1, damaged.getOriginalMessage()), damaged);
        }
      }
    }
    return lines;
  }

  /**
   * Writes down what is about to be done; returns the entry's number.
   *
   * @throws IOException if it cannot be written, or the journal is sealed: it must not be done then
   */
  public synchronized long intent(String what, Undo undo) throws IOException {
    if (isSealed) {
      throw new IOException("the run is being left; nothing is started or broken any more");
    }
    append(new Line(++lastId, "intent", what, undo));
    return lastId;
  }

  public synchronized void injected(long id, String what) throws IOException {
    append(new Line(id, "injected", what, null));
  }

  public synchronized void undone(long id, String what) throws IOException {
    append(new Line(id, "undone", what, null));
  }

  /** Takes no intent from now on: another thread undoes what is open, and nothing may be added. */
  public synchronized void seal() {
    isSealed = true;
  }

  /** Writes a line into each file, also where another cannot be written. */
  private void append(Line line) throws IOException {
    byte[] bytes = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    IOException first = null;
    for (Map.Entry<Path, FileChannel> file : channels.entrySet()) {
      try {
        append(file.getValue(), bytes);
      } catch (IOException problem) {
        String text =
            "Cannot write the fault journal %s: %s. Nothing is broken that is not written down."
                .formatted(file.getKey(), problem.getMessage());
        first = first == null ? new IOException(text, problem) : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static void append(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(false);
  }

  @Override
  public synchronized void close() throws IOException {
    for (FileChannel channel : channels.values()) {
      channel.close();
    }
  }
}
