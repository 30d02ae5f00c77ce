package dev.ordeal.nemesis;

import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until a fault that was just injected is seen to hold. */
final class FaultVerifier {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A command on a busy machine takes longer than what it does takes to be seen. */
  private static final int PENDING_TIMES = 5;

  private final Duration patience;

  /**
   * @param patience how long a fault may take until it is seen to hold; five times as long where it
   *     has not begun to do anything that could be seen
   */
  FaultVerifier(Duration patience) {
    this.patience = patience;
  }

  Seen held(Fault fault, FaultContext at, Baseline before) throws IOException, TargetException {
    Optional<String> cannotHold = fault.cannotHold(at, before);
    if (cannotHold.isPresent()) {
      return new Seen(false, cannotHold.get());
    }
    long began = System.nanoTime();
    Seen seen = fault.verify(at);
    while (!seen.holds() && System.nanoTime() - began < patience(seen)) {
      LockSupport.parkNanos(POLL_NANOS);
      seen = fault.verify(at);
    }
    return seen;
  }

  private long patience(Seen seen) {
    return patience.toNanos() * (seen.isPending() ? PENDING_TIMES : 1);
  }
}
