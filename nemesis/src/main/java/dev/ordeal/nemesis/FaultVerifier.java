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

  private final Duration patience;

  /**
   * @param patience how long a fault may take until it is seen to hold
   */
  FaultVerifier(Duration patience) {
    this.patience = patience;
  }

  Seen held(Fault fault, FaultContext at, Baseline before) throws IOException, TargetException {
    Optional<String> cannotHold = fault.cannotHold(at, before);
    if (cannotHold.isPresent()) {
      return new Seen(false, cannotHold.get());
    }
    long deadline = System.nanoTime() + patience.toNanos();
    Seen seen = fault.verify(at);
    while (!seen.holds() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
      seen = fault.verify(at);
    }
    return seen;
  }
}
