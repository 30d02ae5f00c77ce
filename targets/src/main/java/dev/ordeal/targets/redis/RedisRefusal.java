package dev.ordeal.targets.redis;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/** An error that Redis answered. */
final class RedisRefusal extends IOException {
  private static final long serialVersionUID = 1L;

  /** By its first word an error says that the command was not executed. */
  private static final Set<String> NOT_EXECUTED =
      Set.of(
          "READONLY", // a replica, which takes no writes
          "LOADING", // still reads its data
          "MASTERDOWN", // a replica without its master, which has stale data
          "NOREPLICAS", // fewer than min-replicas-to-write
          "MISCONF", // cannot write to its disk
          "OOM", // at maxmemory
          "BUSY", // a script runs
          "NOAUTH",
          "NOPERM",
          "NOSCRIPT",
          "WRONGTYPE",
          "EXECABORT"); // one of a transaction's commands was refused

  /** Begins what Redis before version 7 says of a refused command of a script. */
  private static final String OF_SCRIPT = "ERR Error running script";

  RedisRefusal(String message) {
    super(message);
  }

  /**
   * Whether nothing was done, and nothing will be. Of a script the first write is refused if any
   * is, for nothing that matters changes while it runs.
   */
  boolean isDefinite() {
    String message = getMessage();
    if (message.startsWith(OF_SCRIPT)) {
      return Arrays.stream(message.split(" "))
          .anyMatch(word -> word.startsWith("-") && NOT_EXECUTED.contains(word.substring(1)));
    }
    return NOT_EXECUTED.contains(message.split(" ", 2)[0]);
  }
}
