package dev.ordeal.results.run;

import java.time.Instant;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one of the same number.
 *
 * @param pid the operating system's number
 * @param startedMillis when it started, milliseconds since the epoch; 0 if the system does not tell
 */
public record ProcessId(long pid, long startedMillis) {

  public static ProcessId of(ProcessHandle handle) {
    return new ProcessId(
        handle.pid(), handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  public static ProcessId current() {
    return of(ProcessHandle.current());
  }

  /** The process, if it still runs. */
  public Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> of(handle).startedMillis == startedMillis);
  }

  public boolean isAlive() {
    return handle().isPresent();
  }
}
