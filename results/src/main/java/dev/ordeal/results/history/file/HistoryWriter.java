package dev.ordeal.results.history.file;

import dev.ordeal.results.history.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Appends events to {@code history.jsonl} from a thread of its own.
 *
 * <p>The rule it exists for: an operation is on disk before it is sent. {@link #append} therefore
 * takes what is to happen once the event is written, and the writer runs it after the write
 * returned. Events queued while a write is under way go out together in the next one, so the cost
 * of a system call is shared and the scheduler never waits for the disk unless the queue is full.
 *
 * <p>"On disk" means handed to the operating system: it survives the death of this process at any
 * instant, not the loss of power. One thread may append; {@link #close} waits until all is written.
 */
public final class HistoryWriter implements AutoCloseable {
  private static final int QUEUE_EVENTS_MAX = 8192;
  private static final long FULL_MILLIS = 100;

  private sealed interface Entry {}

  private record Line(Event event, Runnable whenWritten) implements Entry {}

  private record End() implements Entry {}

  private final Path path;
  private final FileChannel channel;
  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE_EVENTS_MAX);
  private final Thread thread;
  private volatile IOException failure;

  /** Creates the file, which must not exist yet. */
  public HistoryWriter(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.thread = Thread.ofPlatform().name("history-writer").daemon().start(this::writeAll);
  }

  /** Queues an event; blocks while the queue is full. */
  public void append(Event event) throws IOException {
    append(event, () -> {});
  }

  /**
   * Queues an event and an action to run, on the writer's thread, once the event is written. The
   * action must be quick and must not throw. It never runs if writing failed.
   *
   * @throws IOException if an earlier write failed: the history cannot be trusted any more
   */
  public void append(Event event, Runnable whenWritten) throws IOException {
    Line line = new Line(event, whenWritten);
    try {
      do {
        rethrow();
      } while (!queue.offer(line, FULL_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while writing " + path, interrupted);
    }
  }

  private void writeAll() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    JsonLineEncoder encoder = new JsonLineEncoder(bytes);
    List<Entry> batch = new ArrayList<>();
    boolean open = true;
    while (open) {
      batch.clear();
      try {
        batch.add(queue.take());
      } catch (InterruptedException interrupted) {
        // Nobody interrupts this thread: it ends by the marker that close() queues.
        continue;
      }
      queue.drainTo(batch);
      open = !(batch.getLast() instanceof End);
      if (failure == null) {
        writeBatch(batch, bytes, encoder);
      }
    }
  }

  private void writeBatch(List<Entry> batch, ByteArrayOutputStream bytes, JsonLineEncoder encoder) {
    bytes.reset();
    try {
      for (Entry entry : batch) {
        if (entry instanceof Line line) {
          encoder.write(line.event());
        }
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException problem) {
      failure =
          new IOException(
              "Cannot write the history %s: %s. Is the disk full?"
                  .formatted(path, problem.getMessage()),
              problem);
      return;
    } catch (RuntimeException | Error problem) {
      failure =
          new IOException("Cannot write the history %s: %s".formatted(path, problem), problem);
      return;
    }
    for (Entry entry : batch) {
      if (entry instanceof Line line) {
        sent(line);
      }
    }
  }

  /** An action that fails leaves what it should have sent unsent: the history is not to be used. */
  private void sent(Line line) {
    try {
      line.whenWritten().run();
    } catch (RuntimeException | Error problem) {
      failure = new IOException("An event was recorded but not acted on: " + problem, problem);
    }
  }

  private void rethrow() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /** Writes what is queued and closes the file. */
  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        if (thread.isAlive()) {
          queue.put(new End());
        }
        thread.join();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    channel.close();
    rethrow();
  }
}
