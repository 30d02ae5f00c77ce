package dev.ordeal.targets.zookeeper;

import java.io.IOException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** The program of a node: ZooKeeper's own, tied to the standard input of whoever started it. */
public final class ZooKeeperNode {
  private ZooKeeperNode() {}

  public static void main(String[] arguments) {
    Thread.ofPlatform().name("leash").daemon().start(ZooKeeperNode::endWithInput);
    QuorumPeerMain.main(arguments);
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // Nobody has anything to say; only the end counts.
      }
    } catch (IOException gone) {
      // The same as the end.
    }
    Runtime.getRuntime().halt(0);
  }
}
