package dev.ordeal.harness.probe;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A command that exits 0 while all is well. */
record CommandProbe(String text) implements Probe {
  @Override
  public Optional<String> problem() throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder("sh", "-c", text)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException impossible) {
      return Optional.of("cannot be started: " + impossible.getMessage());
    }
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of("no end within " + PATIENCE.toSeconds() + " s");
      }
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of("exit " + process.exitValue());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
