package dev.ordeal.targets.toxiproxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A toxic at work in one direction of one connection.
 *
 * <p>A stage is driven by its pipe's thread alone: {@link #accept} queues what arrives, {@link
 * #pump} passes on what is due and says when it wants to be pumped again. So a toxic that waits
 * never blocks anything, and changing the toxics of a live connection needs no locks.
 */
abstract class Stage {
  static final long IDLE = Long.MAX_VALUE;

  /** What a stage may do to its connection. */
  interface Connection {
    /** Closes both directions in good order. */
    void close();

    /** Closes both directions so that the peers see a reset. */
    void reset();
  }

  final Deque<Chunk> waiting = new ArrayDeque<>();
  ToxicSpec spec;

  Stage(ToxicSpec spec) {
    this.spec = spec;
  }

  static Stage of(
      ToxicSpec spec, boolean affected, SplittableRandom random, Connection connection, long now) {
    if (!affected) {
      return new Pass(spec);
    }
    return switch (spec.type()) {
      case "latency" -> new Latency(spec, random);
      case "bandwidth" -> new Bandwidth(spec);
      case "slow_close" -> new SlowClose(spec);
      case "timeout" -> new Timeout(spec, connection, now);
      case "reset_peer" -> new ResetPeer(spec, connection);
      case "slicer" -> new Slicer(spec, random);
      case "limit_data" -> new LimitData(spec, connection);
      default -> new Pass(spec);
    };
  }

  /** Queues what comes from the stage before. */
  void accept(Chunk chunk) {
    waiting.add(chunk);
  }

  /** Passes on what is due; returns when to pump again, {@link #IDLE} for not before new data. */
  abstract long pump(long now, Consumer<Chunk> next);

  /** The toxic is taken away: what waits goes on at once. */
  void removed(Consumer<Chunk> next) {
    waiting.forEach(next);
    waiting.clear();
  }

  static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis));
  }

  /** Passes everything on. */
  private static final class Pass extends Stage {
    Pass(ToxicSpec spec) {
      super(spec);
    }

    @Override
    long pump(long now, Consumer<Chunk> next) {
      removed(next);
      return IDLE;
    }
  }

  /** Delays each chunk by latency ± jitter from its arrival; chunks keep their order. */
  private static final class Latency extends Stage {
    private final SplittableRandom random;
    private Chunk head;
    private long due;

    Latency(ToxicSpec spec, SplittableRandom random) {
      super(spec);
      this.random = random;
    }

    @Override
    long pump(long now, Consumer<Chunk> next) {
      while (!waiting.isEmpty()) {
        Chunk first = waiting.peek();
        if (first != head) {
          head = first;
          due = first.time() + delay();
        }
        if (due > now) {
          return due;
        }
        waiting.poll();
        next.accept(first.at(Math.max(due, first.time())));
      }
      return IDLE;
    }

    private long delay() {
      long jitter = spec.attribute("jitter");
      long drawn = jitter > 0 ? random.nextLong(2 * jitter) - jitter : 0;
      return millis(spec.attribute("latency") + drawn);
    }
  }

  /** Lets rate thousand bytes a second through, in slices of at most 100 ms; nothing at rate 0. */
  private static final class Bandwidth extends Stage {
    private static final long SLICE_MILLIS = 100;
    private long freeAt;

    Bandwidth(ToxicSpec spec) {
      super(spec);
    }

    @Override
    long pump(long now, Consumer<Chunk> next) {
      while (!waiting.isEmpty()) {
        long rate = spec.attribute("rate");
        Chunk first = waiting.peek();
        if (first.isEnd()) {
          if (freeAt > now) {
            return freeAt;
          }
          next.accept(waiting.poll());
          continue;
        }
        if (rate <= 0) {
          return IDLE;
        }
        freeAt = Math.max(freeAt, first.time());
        int size = (int) Math.min(first.length(), rate * SLICE_MILLIS);
        long due = freeAt + millis(1) * size / rate;
        if (due > now) {
          return due;
        }
        freeAt = due;
        waiting.poll();
        if (size < first.length()) {
          waiting.addFirst(first.slice(size, first.length()));
        }
        next.accept(first.slice(0, size).at(due));
      }
      return IDLE;
    }
  }

  /** Holds back the end of the stream. */
  private static final class SlowClose extends Stage {
    SlowClose(ToxicSpec spec) {
      super(spec);
    }

    @Override
    long pump(long now, Consumer<Chunk> next) {
      while (!waiting.isEmpty()) {
        Chunk first = waiting.peek();
        long due = first.time() + millis(spec.attribute("delay"));
        if (first.isEnd() && due > now) {
          return due;
        }
        next.accept(waiting.poll());
      }
      return IDLE;
    }
  }

  /**
   * Drops everything and closes after a time, counted from when the toxic came, whether or not
   * there is traffic; never at 0. The end of the stream closes at once; taking the toxic away
   * closes, for bytes are missing.
   */
  private static final class Timeout extends Stage {
    private final Connection connection;
    private final long since;

    Timeout(ToxicSpec spec, Connection connection, long since) {
      super(spec);
      this.connection = connection;
      this.since = since;
    }

    @Override
    long pump(long now, Consumer<Chunk> next) {
      boolean ended = waiting.stream().anyMatch(Chunk::isEnd);
      waiting.clear();
      long timeout = spec.attribute("timeout");
      long due = timeout > 0 ? since + millis(timeout) : IDLE;
      if (ended || due <= now) {
        connection.close();
        return IDLE;
      }
      return due;
    }

    @Override
    void removed(Consumer<Chunk> next) {
      connection.close();
    }
  }

  /** Resets the connection a time after the first bytes, or the end, that it sees. */
  private static final class ResetPeer extends Stage {
    private final Connection connection;
    private long due = IDLE;

    ResetPeer(ToxicSpec spec, Connection connection) {
      super(spec);
      this.connection = connection;
    }

    @Override
    long pump(long now, Consumer<Chunk> next) {
      if (due == IDLE && !waiting.isEmpty()) {
        due = waiting.peek().time() + millis(spec.attribute("timeout"));
      }
      if (due <= now) {
        waiting.clear();
        connection.reset();
        return IDLE;
      }
      return due;
    }
  }

  /** Cuts chunks into pieces of a size ± variation, with a pause after each. */
  private static final class Slicer extends Stage {
    private final SplittableRandom random;
    private long freeAt;

    Slicer(ToxicSpec spec, SplittableRandom random) {
      super(spec);
      this.random = random;
    }

    @Override
    long pump(long now, Consumer<Chunk> next) {
      while (!waiting.isEmpty()) {
        if (freeAt > now) {
          return freeAt;
        }
        Chunk first = waiting.poll();
        if (first.isEnd()) {
          next.accept(first);
          continue;
        }
        int size = pieceSize(first.length());
        if (size < first.length()) {
          waiting.addFirst(first.slice(size, first.length()));
        }
        next.accept(first.slice(0, size).at(Math.max(first.time(), freeAt)));
        freeAt = now + TimeUnit.MICROSECONDS.toNanos(Math.max(0, spec.attribute("delay")));
      }
      return IDLE;
    }

    private int pieceSize(int length) {
      long average = spec.attribute("average_size");
      if (average <= 0) {
        return length;
      }
      long variation = Math.max(0, Math.min(spec.attribute("size_variation"), average - 1));
      long drawn = variation == 0 ? 0 : random.nextLong(2 * variation + 1) - variation;
      return (int) Math.max(1, Math.min(length, average + drawn));
    }
  }

  /** Passes so many bytes and closes. */
  private static final class LimitData extends Stage {
    private final Connection connection;
    private long passed;

    LimitData(ToxicSpec spec, Connection connection) {
      super(spec);
      this.connection = connection;
    }

    @Override
    long pump(long now, Consumer<Chunk> next) {
      while (!waiting.isEmpty()) {
        Chunk first = waiting.poll();
        if (first.isEnd()) {
          next.accept(first);
          continue;
        }
        long left = spec.attribute("bytes") - passed;
        int size = (int) Math.max(0, Math.min(first.length(), left));
        passed += size;
        if (size > 0) {
          next.accept(first.slice(0, size));
        }
        if (size < first.length() || passed == spec.attribute("bytes")) {
          waiting.clear();
          next.accept(Chunk.end(now));
          connection.close();
          return IDLE;
        }
      }
      return IDLE;
    }
  }
}
