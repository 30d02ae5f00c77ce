package dev.ordeal.targets.jvm;

import java.io.IOException;

/**
 * Ends a node's program together with its standard input, and so with the process that started it.
 *
 * <p>Nodes on hosts of their own have no such input; they are told by the environment variable
 * {@value #DETACHED}, and are found by their mark instead.
 */
public final class ParentWatchdog {
  public static final String DETACHED = "ORDEAL_DETACHED";

  private ParentWatchdog() {}

  public static void endWithInput() {
    if (System.getenv(DETACHED) == null) {
      Thread.ofPlatform().name("leash").daemon().start(ParentWatchdog::waitForEnd);
    }
  }

  private static void waitForEnd() {
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
