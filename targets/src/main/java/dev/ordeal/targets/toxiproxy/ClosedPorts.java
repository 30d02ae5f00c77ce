package dev.ordeal.targets.toxiproxy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The ports that this process has closed a moment ago. A process that was started meanwhile holds a
 * copy of such a port until it becomes its program, and so long the kernel lets nobody listen at
 * it. Thread-safe.
 */
final class ClosedPorts {
  private static final long COPIED_NANOS = 1_000_000_000L;
  private static final long AGAIN_NANOS = 5_000_000;

  private final Map<Integer, Long> nanos = new ConcurrentHashMap<>();

  void add(int port) {
    nanos.put(port, System.nanoTime());
  }

  /**
   * Opens a port; one that was just closed is tried for up to a second.
   *
   * @see ProxyPort#open
   */
  ProxyPort open(InetSocketAddress address, boolean mayRefuse) throws IOException {
    while (true) {
      try {
        return ProxyPort.open(address, mayRefuse);
      } catch (BindException taken) {
        if (!isRecent(address.getPort())) {
          throw taken;
        }
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }
  }

  private boolean isRecent(int port) {
    Long closed = nanos.get(port);
    return closed != null && System.nanoTime() - closed < COPIED_NANOS;
  }
}
