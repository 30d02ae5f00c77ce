package dev.ordeal.targets.process;

import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * Free ports for nodes that bind them later, and again after each restart.
 *
 * <p>They lie below the range from which systems take the ports of outgoing connections: a port of
 * a killed node from within that range could be taken by a connection before the node is back.
 */
final class Ports {
  private static final int LOW = 12_000;
  private static final int HIGH = 32_000;

  private final Set<Integer> given = new HashSet<>();
  private int next;

  Ports(long start) {
    next = (int) Math.floorMod(start, (long) (HIGH - LOW));
  }

  synchronized int take() throws TargetException {
    for (int tried = 0; tried < HIGH - LOW; tried++) {
      int port = LOW + next;
      next = (next + 1) % (HIGH - LOW);
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        return port;
      }
    }
    throw new TargetException(
        "No port between %d and %d is free on 127.0.0.1; end what uses them".formatted(LOW, HIGH));
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException busy) {
      return false;
    }
  }
}
