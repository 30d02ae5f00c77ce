package dev.ordeal.harness.run;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.history.file.HistoryWriter;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.workloads.generator.Generator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs without nodes: the clients of a test, and the history of what they did. */
final class InThisJvm {
  private InThisJvm() {}

  static History run(
      Path folder, Generator generator, int threads, ClientFactory clients, Duration timeout)
      throws IOException, InterruptedException {
    return run(folder, List.of(generator), threads, clients, timeout);
  }

  /** Several generators, one after another. */
  static History run(
      Path folder, List<Generator> generators, int threads, ClientFactory clients, Duration timeout)
      throws IOException, InterruptedException {
    return run(folder, generators, threads, clients, timeout, new Breaches(text -> {}));
  }

  static History run(
      Path folder,
      Generator generator,
      int threads,
      ClientFactory clients,
      Duration timeout,
      Breaches breaches)
      throws IOException, InterruptedException {
    return run(folder, List.of(generator), threads, clients, timeout, breaches);
  }

  private static History run(
      Path folder,
      List<Generator> generators,
      int threads,
      ClientFactory clients,
      Duration timeout,
      Breaches breaches)
      throws IOException, InterruptedException {
    Path file = folder.resolve("history.jsonl");
    try (HistoryWriter writer = new HistoryWriter(file)) {
      Interpreter interpreter =
          new Interpreter(
              threads,
              new Recorder(writer, System.nanoTime()),
              clients,
              timeout,
              event -> {},
              line -> {},
              () -> false,
              breaches);
      for (Generator generator : generators) {
        interpreter.run(generator);
      }
      interpreter.close();
    }
    return HistoryFile.read(file).history();
  }
}
