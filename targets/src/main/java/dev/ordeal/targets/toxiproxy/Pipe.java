package dev.ordeal.targets.toxiproxy;

import dev.ordeal.targets.toxiproxy.toxic.Chunk;
import dev.ordeal.targets.toxiproxy.toxic.Stage;
import dev.ordeal.targets.toxiproxy.toxic.ToxicSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One direction of one connection: reads from one socket, sends the bytes through the toxics'
 * stages, writes to the other.
 *
 * <p>A reader thread only reads; everything else happens on the pipe's own thread, which waits for
 * bytes, for changes of the toxics, and for the next time a stage asked for. Memory for bytes on
 * their way is bounded ({@link Room}), so a slow toxic slows the sender down as a slow network
 * does.
 */
final class Pipe {
  private static final int CHUNK_BYTES_MAX = 32 * 1024;

  private final Socket from;
  private final Socket to;
  private final ProxiedConnection connection;
  private final TrafficCounter counter;
  private final SplittableRandom random;
  private final Runnable whenEnded;
  private final Runnable whenPeerLeft;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Room room = new Room();
  private final List<Stage> stages = new ArrayList<>();
  private boolean ended;
  private volatile boolean closed;

  /**
   * A pipe that has not begun yet.
   *
   * @param counter counts the bytes of this direction
   * @param whenEnded called once, when the pipe's thread is over
   * @param whenPeerLeft called once, when the peer that is read from ends its direction or resets
   */
  Pipe(
      Socket from,
      Socket to,
      ProxiedConnection connection,
      TrafficCounter counter,
      SplittableRandom random,
      Runnable whenEnded,
      Runnable whenPeerLeft) {
    this.from = from;
    this.to = to;
    this.connection = connection;
    this.counter = counter;
    this.random = random;
    this.whenEnded = whenEnded;
    this.whenPeerLeft = whenPeerLeft;
  }

  void start(String name, List<ToxicSpec> toxics) {
    long now = System.nanoTime();
    toxics.forEach(spec -> stages.add(stage(spec, now)));
    Thread.ofVirtual().name(name + "-read").start(this::read);
    Thread.ofVirtual().name(name + "-write").start(this::run);
  }

  private Stage stage(ToxicSpec spec, long now) {
    boolean affected = random.nextDouble() < spec.toxicity();
    return Stage.of(spec, affected, random, new Direction(), now);
  }

  /** Adds a toxic at the end of the chain. */
  void add(ToxicSpec spec) {
    inbox.add(() -> stages.add(stage(spec, System.nanoTime())));
  }

  /** Gives a toxic new attributes; whether it affects this connection is drawn again. */
  void update(ToxicSpec spec) {
    inbox.add(
        () -> {
          for (int i = 0; i < stages.size(); i++) {
            Stage old = stages.get(i);
            if (old.spec().name().equals(spec.name())) {
              if (old.spec().toxicity() == spec.toxicity()) {
                old.update(spec);
              } else {
                Stage fresh = stage(spec, System.nanoTime());
                old.moveTo(fresh);
                stages.set(i, fresh);
              }
            }
          }
        });
  }

  void remove(String name) {
    inbox.add(
        () -> {
          for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).spec().name().equals(name)) {
              stages.get(i).removed(next(i + 1));
              stages.remove(i);
              return;
            }
          }
        });
  }

  /** Ends the pipe's threads; the sockets are closed by the connection. */
  void close() {
    closed = true;
    room.open();
    inbox.add(() -> {});
  }

  private void read() {
    byte[] buffer = new byte[CHUNK_BYTES_MAX];
    try {
      while (!closed) {
        int length = from.getInputStream().read(buffer);
        if (length < 0) {
          whenPeerLeft.run();
          break;
        }
        counter.received(length);
        Chunk chunk = Chunk.of(Arrays.copyOf(buffer, length), System.nanoTime());
        room.take(chunk);
        inbox.add(() -> arrived(chunk));
      }
    } catch (IOException reset) {
      // The peer's reset travels on as a reset: it is not a good end.
      if (!closed) {
        whenPeerLeft.run();
        connection.reset();
      }
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    Chunk end = Chunk.end(System.nanoTime());
    inbox.add(() -> arrived(end));
  }

  private void arrived(Chunk chunk) {
    next(0).accept(chunk);
  }

  /** What takes the chunks that stage {@code position - 1} passes on. */
  private Consumer<Chunk> next(int position) {
    return position < stages.size() ? stages.get(position)::accept : this::write;
  }

  private void run() {
    try {
      // Some toxics act without any data, so they are pumped before the first arrives.
      long wake = System.nanoTime();
      while (!closed && !ended) {
        Runnable message =
            wake == Stage.IDLE
                ? inbox.take()
                : inbox.poll(Math.max(0, wake - System.nanoTime()), TimeUnit.NANOSECONDS);
        while (message != null) {
          message.run();
          message = inbox.poll();
        }
        wake = Stage.IDLE;
        for (int i = 0; i < stages.size(); i++) {
          wake = Math.min(wake, stages.get(i).pump(System.nanoTime(), next(i + 1), room::give));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      whenEnded.run();
    }
  }

  private void write(Chunk chunk) {
    if (ended || closed) {
      return;
    }
    try {
      if (chunk.isEnd()) {
        // Only this direction is over: the peer may still answer.
        ended = true;
        to.shutdownOutput();
        return;
      }
      OutputStream out = to.getOutputStream();
      out.write(chunk.bytes(), chunk.from(), chunk.length());
      out.flush();
      counter.sent(chunk.length());
      room.give(chunk);
    } catch (IOException gone) {
      ended = true;
      connection.close();
    }
  }

  /** What the stages of this direction may do. */
  private final class Direction implements Stage.Connection {
    @Override
    public void close() {
      connection.close();
    }

    @Override
    public void reset() {
      connection.reset();
    }

    @Override
    public boolean isCrowded() {
      return room.isOverdrawn();
    }

    @Override
    public void cut() {
      room.cut();
    }
  }
}
