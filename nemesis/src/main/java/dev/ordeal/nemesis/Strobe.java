package dev.ordeal.nemesis;

import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.SideBySide;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Moves clocks forth and back on a thread of its own until it is stopped. */
final class Strobe {
  private final Cluster cluster;
  private final Fault.ClockStrobe fault;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private final Thread thread;

  private Strobe(Cluster cluster, Fault.ClockStrobe fault) {
    this.cluster = cluster;
    this.fault = fault;
    this.thread = Thread.ofVirtual().name("strobe").start(this::run);
  }

  static Strobe start(Cluster cluster, Fault.ClockStrobe fault) {
    return new Strobe(cluster, fault);
  }

  private void run() {
    try {
      boolean off = true;
      do {
        set(off ? fault.offsetMillis() : 0);
        off = !off;
      } while (!stopped.await(fault.periodMillis(), TimeUnit.MILLISECONDS));
    } catch (IOException failed) {
      failure.set(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void set(long offsetMillis) throws IOException {
    try {
      SideBySide.each(fault.nodes(), node -> cluster.setClock(node, offsetMillis));
    } catch (TargetException impossible) {
      throw new IOException(impossible);
    }
  }

  /** Ends the thread and sets the clocks right. */
  void stop() throws IOException {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    set(0);
    if (failure.get() != null) {
      throw failure.get();
    }
  }
}
