package dev.ordeal.targets.host;

import dev.ordeal.targets.ability.NodeProcess;
import dev.ordeal.targets.kernel.MarkedProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Waits for the end of a node's processes at a place where nothing tells of it: looks every second,
 * or more rarely where a look takes long, whether those that were found last still live, which
 * takes a shell and no other program there, and looks for all only when these are gone. For one
 * thread at a time.
 */
final class EndWatch {
  private static final long PERIOD_MILLIS_MIN = 1_000;
  private static final long PERIOD_MILLIS_MAX = 10_000;

  /** Looks take one part in so many of the time: in a container a shell costs much. */
  private static final long SHARE = 10;

  private static final long AGAIN_MILLIS = 300;

  /** By the shell alone: a program that cannot be started must not look like a node that ended. */
  private static final String LIVING =
      "for p in %s; do if read -r s 2>/dev/null </proc/$p/stat; then case \"$s\" in"
          + " *') Z '*|*') X '*) ;; *) echo $p;; esac; fi; done; echo looked";

  private static final String LOOKED = "looked";

  private final HostShell place;
  private final MarkedProcesses marked;
  private List<Long> known = List.of();
  private long nextNanos = System.nanoTime();

  EndWatch(HostShell place, MarkedProcesses marked) {
    this.place = place;
    this.marked = marked;
  }

  /**
   * Waits, and looks when it is time for it.
   *
   * @return {@link Life#UNKNOWN} if it was not time for a look
   * @throws IOException if they cannot be looked at
   */
  Life awaitGone(Duration patience) throws IOException, InterruptedException {
    long wait = nextNanos - System.nanoTime();
    if (wait > patience.toNanos() && !patience.isZero()) {
      TimeUnit.NANOSECONDS.sleep(patience.toNanos());
      return Life.UNKNOWN;
    }
    if (wait > 0 && !patience.isZero()) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
    long began = System.nanoTime();
    try {
      return !knownLive() && noneIsThere() ? Life.GONE : Life.LIVES;
    } finally {
      nextNanos = began + periodNanos(System.nanoTime() - began);
    }
  }

  /** How long after the beginning of a look the next begins. */
  static long periodNanos(long lookNanos) {
    return Math.clamp(
        SHARE * lookNanos,
        TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS_MIN),
        TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS_MAX));
  }

  private boolean knownLive() throws IOException {
    if (known.isEmpty()) {
      return false;
    }
    String pids = known.stream().map(String::valueOf).collect(Collectors.joining(" "));
    return place.require(LIVING.formatted(pids)).lines().anyMatch(line -> !line.equals(LOOKED));
  }

  /** Looks twice: one that becomes another program just then is not found for an instant. */
  private boolean noneIsThere() throws IOException, InterruptedException {
    for (int look = 0; look < 2; look++) {
      String said = place.require(marked.list() + "; echo $(echo " + LOOKED + ")");
      if (!said.strip().endsWith(LOOKED)) {
        throw new IOException(place.name() + ": its processes cannot be listed");
      }
      known = MarkedProcesses.read(said).stream().map(NodeProcess::pid).toList();
      if (!known.isEmpty()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
    }
    return true;
  }
}
