package dev.ordeal.harness.run;

import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.file.HistoryWriter;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import dev.ordeal.workloads.register.RegisterOp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The interpreter's own cost: clients that answer at once from memory, the history on disk.
 *
 * <p>Arguments: operations, client threads, rounds. Prints operations a second of each round.
 */
public final class InterpreterBenchmark {
  private InterpreterBenchmark() {}

  private static final class Instant implements Client {
    @Override
    public Outcome invoke(Call call) {
      return new Outcome.Ok(Value.of(1));
    }

    @Override
    public void close() {}
  }

  public static void main(String[] arguments) throws Exception {
    int operations = Integer.parseInt(arguments[0]);
    int threads = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    for (int round = 0; round < rounds; round++) {
      Path file = Files.createTempFile("interpreter-benchmark", ".jsonl");
      Files.delete(file);
      Generator generator =
          Generators.limit(
              operations,
              Generators.calls(
                  new Seed(round), (seed, n) -> new RegisterOp.Write(seed.below(1_000), n)));
      long began = System.nanoTime();
      try (HistoryWriter writer = new HistoryWriter(file)) {
        Interpreter interpreter =
            new Interpreter(
                threads,
                new Recorder(writer, began),
                thread -> new Instant(),
                Duration.ofSeconds(5),
                event -> {},
                line -> {},
                () -> false,
                new Breaches(text -> {}));
        interpreter.run(generator);
        interpreter.close();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          "%,d operations, %d threads: %.2f s, %,.0f operations a second, %,d bytes of history%n",
          operations, threads, seconds, operations / seconds, Files.size(file));
      Files.delete(file);
    }
  }
}
