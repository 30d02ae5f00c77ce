package dev.ordeal.targets.process;

import dev.ordeal.targets.TargetException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Free ports for nodes that bind them later, and again after each restart; theirs until closed.
 *
 * <p>They lie below the range from which systems take the ports of outgoing connections: a port of
 * a killed node from within that range could be taken by a connection before the node is back.
 *
 * <p>That a port is free now does not keep another run from choosing it too before a node binds it.
 * So ports come in blocks, and a block belongs to who listens on its first port, which the system
 * grants to one only, and takes back from a process that ended.
 */
final class Ports implements Closeable {
  private static final int LOW = 12_000;
  private static final int HIGH = 32_000;
  private static final int BLOCK = 50;
  private static final int BLOCKS = (HIGH - LOW) / BLOCK;

  private final List<ServerSocket> claims = new ArrayList<>();
  private final int firstBlock;
  private int tried;
  private int next;
  private int end;

  /** Looks from a place on that depends on the seed, so that runs seldom meet. */
  Ports(long seed) {
    firstBlock = (int) Math.floorMod(seed, (long) BLOCKS);
  }

  int take() throws TargetException {
    while (true) {
      while (next < end) {
        int port = next++;
        ServerSocket probe = listen(port);
        if (probe != null) {
          close(probe);
          return port;
        }
      }
      claimBlock();
    }
  }

  private void claimBlock() throws TargetException {
    while (tried < BLOCKS) {
      int first = LOW + (firstBlock + tried++) % BLOCKS * BLOCK;
      ServerSocket claim = listen(first);
      if (claim != null) {
        claims.add(claim);
        next = first + 1;
        end = first + BLOCK;
        return;
      }
    }
    throw new TargetException(
        "No port between %d and %d is free on 127.0.0.1; end what uses them".formatted(LOW, HIGH));
  }

  /** Null if somebody else does. */
  private static ServerSocket listen(int port) {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (IOException busy) {
      return null;
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException unheard) {
      // Nobody connected, so there is nothing to lose.
    }
  }

  @Override
  public void close() {
    claims.forEach(Ports::close);
  }
}
