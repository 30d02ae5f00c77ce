package dev.ordeal.results.history.parse;

import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.Growth;
import java.io.IOException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Parses the blocks of a stream on all processors, and puts what they say together in their order.
 *
 * <p>The thread that has parsed the block whose turn it is appends it, and those behind it that
 * wait: that takes a small part of the time of parsing, so nobody waits for long and few blocks are
 * held at a time.
 */
public final class ParallelParsing {
  private final LineBlocks blocks;
  private final long linesExpected;
  private final boolean edn;
  private final EventTable whole = new EventTable(0);
  private final Map<Integer, BlockParser> parsed = new ConcurrentHashMap<>();
  private final Deque<BlockParser> idle = new ConcurrentLinkedDeque<>();
  private final ReentrantLock appending = new ReentrantLock();

  /** The block to append next. */
  private final AtomicInteger turn = new AtomicInteger();

  private long lines;
  private volatile Exception problem;
  private boolean cutOff;

  /** What ended a worker, and so all; the others must not go on gathering blocks. */
  private volatile Throwable failure;

  /** Of about so many lines; 0 if that is unknown. */
  public ParallelParsing(LineBlocks blocks, long linesExpected, boolean edn) {
    this.blocks = blocks;
    this.linesExpected = linesExpected;
    this.edn = edn;
  }

  /**
   * Reads until the end of the stream or the first line that is damaged.
   *
   * @throws IOException if the stream cannot be read
   */
  public void run() throws IOException {
    int workers = Runtime.getRuntime().availableProcessors();
    IntStream.range(0, workers).parallel().forEach(worker -> work());
    switch (failure) {
      case null -> {}
      case IOException unreadable -> throw unreadable;
      case RuntimeException other -> throw other;
      case Error spent -> throw spent;
      case Throwable impossible -> throw new IllegalStateException(impossible);
    }
  }

  private void work() {
    try {
      while (failure == null && problem() == null) {
        BlockParser parser = idle.poll();
        parser = parser == null ? new BlockParser(edn) : parser;
        if (!parser.parseNext(blocks)) {
          return;
        }
        parsed.put(parser.number(), parser);
        appendThoseWhoseTurnItIs();
      }
    } catch (IOException | RuntimeException | OutOfMemoryError broken) {
      failure = broken;
    }
  }

  private void appendThoseWhoseTurnItIs() {
    // Who comes while another appends leaves its block to that one, who looks again.
    while (parsed.containsKey(turn.get()) && appending.tryLock()) {
      try {
        BlockParser parser = parsed.remove(turn.get());
        if (parser != null && problem == null) {
          lines += parser.lines();
          whole.append(parser.events(), Growth.of(lines, linesExpected));
          problem = parser.problem();
          cutOff = parser.isCutOff();
          idle.push(parser);
          turn.incrementAndGet();
        }
      } finally {
        appending.unlock();
      }
    }
  }

  /** All events up to the first problem. */
  public EventTable events() {
    return whole;
  }

  /** How many lines were read; the last of them has the problem. */
  public long lines() {
    return lines;
  }

  /** What is wrong with the first damaged line; null if there is none. */
  public Exception problem() {
    return problem;
  }

  /** Whether that line lacks its newline. */
  public boolean isCutOff() {
    return cutOff;
  }
}
