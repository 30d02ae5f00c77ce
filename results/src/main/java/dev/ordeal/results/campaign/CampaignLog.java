package dev.ordeal.results.campaign;

import dev.ordeal.results.run.ProcessId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happened in a campaign, a JSON object a line, appended as it happens: {@code
 * campaign.jsonl}. Each line is written as a whole and forced to the disk before the next step; a
 * last line without its end, which a killed process left, never happened. One process at a time may
 * append. Thread-safe.
 */
public final class CampaignLog implements AutoCloseable {
  /** The file's name in the campaign's folder. */
  public static final String FILE = "campaign.jsonl";

  /** A run that is about to be started has no process yet. */
  public static final ProcessId NO_PROCESS = new ProcessId(0, 0);

  private static final String LOCK = ".campaign.lock";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FileChannel lock;
  private final FileChannel file;

  private CampaignLog(FileChannel lock, FileChannel file) {
    this.lock = lock;
    this.file = file;
  }

  /** Whether a folder is that of a campaign. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /**
   * Opens the log of a folder, which need not have one yet.
   *
   * @throws IOException if another process appends to it, or it cannot be written
   */
  public static CampaignLog open(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel lock =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = lock.tryLock();
      if (held == null) {
        throw new OverlappingFileLockException();
      }
    } catch (OverlappingFileLockException taken) {
      lock.close();
      throw new IOException(
          "%s belongs to a campaign that is still going; wait, or stop that first"
              .formatted(folder),
          taken);
    }
    FileChannel file =
        FileChannel.open(
            folder.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    file.truncate(wholeLines(file));
    file.position(file.size());
    return new CampaignLog(lock, file);
  }

  /** The bytes up to the end of the last whole line. */
  private static long wholeLines(FileChannel file) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = file.size(); end > 0; end--) {
      one.clear();
      file.read(one, end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }

  /** A campaign is created. */
  public void created(CampaignHeader header) throws IOException {
    append("campaign", Map.of("campaign", header));
  }

  /** A process begins to work on it, the first or, after an interruption, another. */
  public void begun(List<Quarantined> quarantine) throws IOException {
    append("begin", Map.of("quarantine", quarantine));
  }

  /** A run is about to be started, or was, in a process of its own. */
  public void started(int run, int attempt, ProcessId process) throws IOException {
    append("start", Map.of("run", run, "attempt", attempt, "process", process));
  }

  /** A run ended. */
  public void ended(RunEnd end) throws IOException {
    append("end", Map.of("end", end));
  }

  /** What a run did is void: it was interrupted, and will be run again. */
  public void voided(int run, int attempt, String why) throws IOException {
    append("void", Map.of("run", run, "attempt", attempt, "why", why));
  }

  /** A run will not be made. */
  public void skipped(int run, String why) throws IOException {
    append("skip", Map.of("run", run, "why", why));
  }

  /** Nothing more is started. */
  public void over(String why) throws IOException {
    append("over", Map.of("why", why));
  }

  private synchronized void append(String event, Map<String, ?> more) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.put("at", Instant.now().toString());
    line.putAll(more);
    ByteBuffer bytes =
        ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    file.force(false);
  }

  @Override
  public void close() throws IOException {
    file.close();
    lock.close();
  }
}
