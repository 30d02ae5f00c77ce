package dev.ordeal.results.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Histories with one event a line: JSON, which is our own format and documented in {@code
 * history.schema.json}, or EDN as Jepsen writes it.
 *
 * <p>A line of JSON is complete only with its newline, so a cut-off last line is what a killed run
 * leaves behind and is dropped with a warning; anything else that does not parse is damage.
 *
 * <p>The file is cut into blocks at line ends, which are parsed side by side.
 */
final class EventLines {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int BLOCK_BYTES = 4 << 20;
  private static final int LINE_BYTES_MAX = 1 << 28;
  private static final int SAMPLE_BYTES = 1 << 14;

  private EventLines() {}

  /** Some lines; the last may lack its newline. */
  private record Block(byte[] bytes, int length) {}

  /** What a block said, up to its first bad line if it has one. */
  private record Parsed(EventTable events, long lines, Exception problem, boolean cutOff) {}

  /** Reads JSON. */
  static HistoryFile read(String source, InputStream in) throws IOException {
    Read read = read(in, false);
    if (read.problem() != null && !read.cutOff()) {
      throw damaged(source, read.lines(), read.problem());
    }
    Optional<String> warning =
        read.problem() == null
            ? Optional.empty()
            : Optional.of(
                ("%s, line %d: the last line is cut off (the run was killed while "
                        + "writing it); dropped")
                    .formatted(source, read.lines()));
    return new HistoryFile(History.of(read.events()), warning);
  }

  /** Reads EDN; empty if it is not one operation map a line. */
  static Optional<HistoryFile> readEdn(InputStream in) throws IOException {
    Read read = read(in, true);
    return read.problem() == null
        ? Optional.of(new HistoryFile(History.of(KeyTuples.split(read.events())), Optional.empty()))
        : Optional.empty();
  }

  /** All events up to the first problem, which the last of the lines has. */
  private record Read(EventTable events, long lines, Exception problem, boolean cutOff) {}

  private static Read read(InputStream in, boolean edn) throws IOException {
    List<EventTable> parts = new ArrayList<>();
    Deque<ForkJoinTask<Parsed>> ahead = new ArrayDeque<>();
    int aheadMax = 2 * ForkJoinPool.getCommonPoolParallelism() + 1;
    Blocks blocks = new Blocks(in, edn);
    long lines = 0;
    boolean more = true;
    while (more || !ahead.isEmpty()) {
      if (more && ahead.size() < aheadMax) {
        Block block = blocks.next();
        more = block.length() > 0;
        if (more) {
          ahead.add(ForkJoinPool.commonPool().submit(() -> blocks.recycleAfter(block)));
        }
        continue;
      }
      Parsed parsed = ahead.remove().join();
      parts.add(parsed.events());
      lines += parsed.lines();
      if (parsed.problem() != null) {
        ahead.forEach(ForkJoinTask::join);
        return new Read(EventTable.join(parts), lines, parsed.problem(), parsed.cutOff());
      }
    }
    return new Read(EventTable.join(parts), lines, null, false);
  }

  /** Cuts a stream into blocks that end with a line's end. */
  private static final class Blocks {
    private final InputStream in;
    private final boolean edn;
    private final Deque<byte[]> free = new ConcurrentLinkedDeque<>();
    private byte[] rest = new byte[0];

    Blocks(InputStream in, boolean edn) {
      this.in = in;
      this.edn = edn;
    }

    /** Parses a block; afterwards its bytes can be those of another. */
    Parsed recycleAfter(Block block) {
      Parsed parsed = parse(block, edn);
      free.add(block.bytes());
      return parsed;
    }

    /** The next lines; length 0 at the end. */
    Block next() throws IOException {
      byte[] bytes = free.poll();
      if (bytes == null || bytes.length < rest.length + BLOCK_BYTES / 2) {
        bytes = new byte[rest.length + BLOCK_BYTES];
      }
      System.arraycopy(rest, 0, bytes, 0, rest.length);
      int filled = rest.length;
      while (true) {
        int read = in.readNBytes(bytes, filled, bytes.length - filled);
        int scanned = filled;
        filled += read;
        if (filled < bytes.length) {
          rest = new byte[0];
          return new Block(bytes, filled);
        }
        int last = filled - 1;
        while (last >= scanned && bytes[last] != '\n') {
          last--;
        }
        if (last >= scanned) {
          rest = Arrays.copyOfRange(bytes, last + 1, filled);
          return new Block(bytes, last + 1);
        }
        if (bytes.length >= LINE_BYTES_MAX) {
          throw new MalformedHistoryException("a line is longer than " + bytes.length + " bytes");
        }
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
    }
  }

  private static Parsed parse(Block block, boolean edn) {
    byte[] bytes = block.bytes();
    EventTable events = new EventTable(linesOf(block));
    LineScanner scanner = new LineScanner(events, edn);
    EventFields fields = new EventFields();
    long lines = 0;
    int start = 0;
    while (start < block.length()) {
      lines++;
      int stop = scanner.scan(bytes, start, block.length());
      if (stop < 0) {
        stop = start;
        while (stop < block.length() && bytes[stop] != '\n') {
          stop++;
        }
        try {
          if (!isBlank(bytes, start, stop)) {
            if (edn) {
              parseEdn(bytes, start, stop - start, fields);
            } else {
              parse(bytes, start, stop - start, fields);
            }
            events.append(fields.toEvent(EventTable.UNKNOWN));
          }
        } catch (JacksonException | IllegalArgumentException | MalformedHistoryException problem) {
          return new Parsed(events, lines, problem, stop == block.length());
        }
      }
      start = stop + 1;
    }
    return new Parsed(events, lines, null, false);
  }

  /** About how many lines a block has, judging by its beginning, and some more. */
  private static int linesOf(Block block) {
    int sample = Math.min(SAMPLE_BYTES, block.length());
    int lines = 1;
    for (int i = 0; i < sample; i++) {
      lines += block.bytes()[i] == '\n' ? 1 : 0;
    }
    return (int) ((long) lines * block.length() / Math.max(1, sample) * 9 / 8) + 16;
  }

  private static boolean isBlank(byte[] bytes, int start, int stop) {
    for (int i = start; i < stop; i++) {
      if (!Character.isWhitespace(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private static void parse(byte[] line, int start, int length, EventFields fields) {
    fields.clear();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line, start, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("expected a JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        fields.put(name, JsonValues.read(json));
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("more than one JSON object on the line");
      }
    }
  }

  private static void parseEdn(byte[] line, int start, int length, EventFields fields) {
    fields.clear();
    String text = new String(line, start, length, StandardCharsets.UTF_8);
    EdnReader edn = new EdnReader("a line", new StringReader(text));
    try {
      if (!(edn.form() instanceof Value.Dict map) || edn.peekForm() >= 0) {
        throw new IllegalArgumentException("expected one operation map");
      }
      map.entries().forEach(fields::put);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The event of a line that begins with the first byte, as the parser reads it. */
  static Event parse(byte[] line, int length) {
    EventFields fields = new EventFields();
    parse(line, 0, length, fields);
    return fields.toEvent(0);
  }

  private static MalformedHistoryException damaged(String source, long line, Exception problem) {
    long column = 1;
    String what = problem.getMessage();
    if (problem instanceof JacksonException json) {
      what = json.getOriginalMessage();
      if (json.getLocation() != null) {
        column = Math.max(1, json.getLocation().getColumnNr());
      }
    }
    return MalformedHistoryException.at(source, line, column, what);
  }
}
