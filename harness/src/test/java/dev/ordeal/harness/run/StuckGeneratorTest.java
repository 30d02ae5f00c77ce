package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Checker;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.targets.foreign.ForeignCodeException;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.generator.Context;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.GeneratorEvent;
import dev.ordeal.workloads.register.RegisterWorkload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A workload's generator that does not return, or throws, in the middle of a run. */
@Tag("extended")
@Isolated("no process of this JVM may be left")
class StuckGeneratorTest {
  @TempDir private Path runs;

  /** A register workload whose generator fails two seconds after the run began. */
  private record Failing<C extends AutoCloseable>(Workload<C> inner, Runnable failure)
      implements Workload<C> {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public String description() {
      return "";
    }

    @Override
    public Class<? extends C> contract() {
      return inner.contract();
    }

    @Override
    public Generator generator(Plan plan) {
      return new FailingGenerator(inner.generator(plan), failure);
    }

    @Override
    public Generator finalReads(List<Value> keys, Duration time) {
      return inner.finalReads(keys, time);
    }

    @Override
    public Client client(C client) {
      return inner.client(client);
    }

    @Override
    public List<Checker> checkers() {
      return inner.checkers();
    }
  }

  private record FailingGenerator(Generator inner, Runnable failure) implements Generator {
    @Override
    public Step next(Context context) {
      if (Thread.currentThread().getName().equals("scheduler")
          && context.time() > Duration.ofSeconds(2).toNanos()) {
        failure.run();
      }
      return switch (inner.next(context)) {
        case Done done -> done;
        case Pending pending -> new Pending(new FailingGenerator(pending.next(), failure));
        case Emit emit -> new Emit(emit.op(), new FailingGenerator(emit.next(), failure));
      };
    }

    @Override
    public Generator update(Context context, GeneratorEvent event) {
      return new FailingGenerator(inner.update(context, event), failure);
    }
  }

  private void run(Runnable failure, RunFolder folder) throws Exception {
    RunOptions options =
        RunOptions.of(Misbehaving.class.getName(), "failing", runs)
            .faults(List.of(fault("pause")))
            .threads(4)
            .rate(100)
            .timeLimit(Duration.ofSeconds(8))
            .warmUp(Duration.ZERO)
            .operationTimeout(Duration.ofSeconds(2))
            .seed(1)
            .build();
    new Run(
            options,
            new Misbehaving(Map.of()),
            new Failing<>(new RegisterWorkload(), failure),
            new SilentWatcher(),
            new Stop())
        .execute(folder);
  }

  private RunFolder folder() throws Exception {
    return RunFolder.create(runs, "failing", Instant.now(), 1);
  }

  @Test
  void oneThatSpinsEndsTheRunHealed() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    RunFolder folder = folder();
    try {
      assertThatThrownBy(
              () ->
                  run(
                      () -> {
                        while (!over.get()) {
                          Thread.onSpinWait();
                        }
                      },
                      folder))
          .isInstanceOf(ForeignCodeException.class)
          .hasMessageContaining("workload failing: its generator has not returned");
    } finally {
      over.set(true);
    }
    isHealed(folder);
  }

  @Test
  void oneThatThrowsEndsTheRunHealed() throws Exception {
    RunFolder folder = folder();
    assertThatThrownBy(
            () ->
                run(
                    () -> {
                      throw new AssertionError("two keys");
                    },
                    folder))
        .hasMessageContaining("thread scheduler ended by")
        .hasMessageContaining("two keys");
    isHealed(folder);
  }

  private void isHealed(RunFolder folder) throws Exception {
    assertThat(FaultJournal.openEntries(folder.faults())).isEmpty();
    assertThat(folder.info().state()).isEqualTo("failed");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static FaultType fault(String name) {
    return FaultTypes.get(name);
  }
}
