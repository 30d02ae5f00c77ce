package dev.ordeal.targets.toxiproxy;

import dev.ordeal.targets.toxiproxy.toxic.ToxicSpec;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A client's connection and the one made to the upstream for it. */
final class ProxiedConnection {
  private final Socket client;
  private final Socket upstream;
  private final Runnable whenClosed;
  private final Pipe up;
  private final Pipe down;
  private final AtomicInteger open = new AtomicInteger(2);
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Whether one of the two peers has ended its direction. */
  private final AtomicBoolean left = new AtomicBoolean();

  /**
   * @param whenClosed called once, when both directions are over
   * @param whenUpstreamLeft called if the upstream ends its direction before the client does
   */
  ProxiedConnection(
      Socket client,
      Socket upstream,
      TrafficCounter upward,
      TrafficCounter downward,
      SplittableRandom random,
      Runnable whenClosed,
      Runnable whenUpstreamLeft) {
    this.client = client;
    this.upstream = upstream;
    this.whenClosed = whenClosed;
    this.up =
        new Pipe(
            client, upstream, this, upward, random.split(), this::pipeEnded, () -> left.set(true));
    Runnable upstreamLeft =
        () -> {
          if (left.compareAndSet(false, true)) {
            whenUpstreamLeft.run();
          }
        };
    this.down =
        new Pipe(upstream, client, this, downward, random.split(), this::pipeEnded, upstreamLeft);
  }

  void start(String name, List<ToxicSpec> toxics) {
    up.start(name + "-up", toxics.stream().filter(ToxicSpec::isUpstream).toList());
    down.start(name + "-down", toxics.stream().filter(t -> !t.isUpstream()).toList());
  }

  Pipe pipe(boolean isUpstream) {
    return isUpstream ? up : down;
  }

  private void pipeEnded() {
    if (open.decrementAndGet() == 0) {
      close();
    }
  }

  /** Closes both directions in good order. */
  void close() {
    end(false);
  }

  /** Closes both directions so that the peers see a reset. */
  void reset() {
    end(true);
  }

  private void end(boolean reset) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    up.close();
    down.close();
    for (Socket socket : List.of(client, upstream)) {
      try (socket) {
        if (reset) {
          socket.setSoLinger(true, 0);
        }
      } catch (IOException alreadyGone) {
        // Closing is all that was wanted.
      }
    }
    whenClosed.run();
  }
}
