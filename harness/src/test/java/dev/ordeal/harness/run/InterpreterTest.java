package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import dev.ordeal.workloads.register.RegisterCalls;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.register.RegisterOp;
import dev.ordeal.workloads.register.RegisterWorkload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InterpreterTest {
  @TempDir private Path folder;

  /** Registers in this JVM's memory, atomic unless told otherwise. */
  private record Memory(Map<Long, Long> values, boolean atomic) implements RegisterClient {
    @Override
    public OptionalLong read(long key) {
      Long value = values.get(key);
      return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public void write(long key, long value) {
      values.put(key, value);
    }

    @Override
    public boolean compareAndSet(long key, long expected, long replacement)
        throws InterruptedException {
      if (atomic) {
        return values.replace(key, expected, replacement);
      }
      boolean matches = Long.valueOf(expected).equals(values.get(key));
      Thread.sleep(3);
      if (matches) {
        values.put(key, replacement);
      }
      return matches;
    }

    @Override
    public void close() {}
  }

  private History run(Generator generator, int threads, ClientFactory clients, Duration timeout)
      throws IOException, InterruptedException {
    return InThisJvm.run(folder, generator, threads, clients, timeout);
  }

  private static Generator registers() {
    return new RegisterWorkload()
        .generator(new Workload.Plan(new Seed(3), 10, 2_000, Duration.ofSeconds(1)));
  }

  private static Generator reads(int count) {
    return Generators.limit(count, Generators.repeat(Generators.once(new RegisterOp.Read(1))));
  }

  @Test
  void anAtomicMemoryIsValid() throws Exception {
    Map<Long, Long> values = new ConcurrentHashMap<>();
    History history =
        run(
            registers(),
            10,
            thread -> new RegisterCalls(new Memory(values, true)),
            Duration.ofSeconds(5));
    assertThat(
            Judge.judge(
                    history, new RegisterWorkload().checkers(), Budget.of(Duration.ofMinutes(1)))
                .verdict())
        .isEqualTo(Verdict.VALID);
    assertThat(history.operations().size()).isGreaterThan(100);
  }

  @Test
  void aSwapThatIsNotAtomicIsFound() throws Exception {
    Map<Long, Long> values = new ConcurrentHashMap<>();
    History history =
        run(
            registers(),
            10,
            thread -> new RegisterCalls(new Memory(values, false)),
            Duration.ofSeconds(5));
    assertThat(
            Judge.judge(
                    history, new RegisterWorkload().checkers(), Budget.of(Duration.ofMinutes(1)))
                .verdict())
        .isEqualTo(Verdict.INVALID);
  }

  /** A client of a single answer. */
  private interface Answer {
    Outcome of(Call call) throws Exception;
  }

  private static Client client(Answer answer) {
    return new Client() {
      @Override
      public Outcome invoke(Call call) throws Exception {
        return answer.of(call);
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void anUnknownExceptionIsInfoAndEndsTheProcess() throws Exception {
    History history =
        run(
            reads(4),
            2,
            thread ->
                client(
                    call -> {
                      throw new IOException("broken pipe");
                    }),
            Duration.ofSeconds(5));
    assertThat(history.operations()).allMatch(Operation::isInfo).hasSize(4);
    assertThat(history.operations().stream().map(Operation::process).distinct()).hasSize(4);
    assertThat(history.operations().getFirst().completion().orElseThrow().error())
        .isEqualTo("broken pipe");
  }

  @Test
  void aDefiniteFailureIsFailAndKeepsTheProcess() throws Exception {
    History history =
        run(
            reads(4),
            1,
            thread ->
                client(
                    call -> {
                      throw new DefiniteFailure("not-leader");
                    }),
            Duration.ofSeconds(5));
    assertThat(history.operations()).allMatch(Operation::isFail);
    assertThat(history.operations().stream().map(Operation::process).distinct()).hasSize(1);
  }

  @Test
  void aClientThatCannotConnectHasDefinitelyDoneNothing() throws Exception {
    History history =
        run(
            reads(3),
            1,
            thread -> {
              throw new IOException("connection refused");
            },
            Duration.ofSeconds(5));
    assertThat(history.operations()).allMatch(Operation::isFail);
    assertThat(history.operations().getFirst().completion().orElseThrow().error())
        .isEqualTo("no-client: connection refused");
  }

  @Test
  @Timeout(30)
  void aClientThatHangsBlocksNobody() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger opened = new AtomicInteger();
    History history =
        run(
            reads(40),
            2,
            thread -> {
              boolean hangs = opened.getAndIncrement() == 0;
              return client(
                  call -> {
                    if (hangs) {
                      never.await();
                    }
                    return new Outcome.Ok(dev.ordeal.results.history.Value.NIL);
                  });
            },
            Duration.ofMillis(200));
    assertThat(history.operations().stream().filter(Operation::isInfo)).hasSize(1);
    assertThat(history.operations().stream().filter(Operation::isOk)).hasSize(39);
    Event timeout =
        history.events().stream().filter(e -> e.type() == Event.Type.INFO).findFirst().get();
    assertThat(timeout.error()).isEqualTo("timeout");
  }

  @Test
  void everyInvocationIsOnDiskBeforeTheClientSeesIt() throws Exception {
    Path file = folder.resolve("history.jsonl");
    AtomicInteger early = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    run(
        reads(50),
        1,
        thread ->
            client(
                call -> {
                  long invoked =
                      java.nio.file.Files.readAllLines(file).stream()
                          .filter(line -> line.contains("\"invoke\""))
                          .count();
                  if (invoked < calls.incrementAndGet()) {
                    early.incrementAndGet();
                  }
                  return new Outcome.Ok(dev.ordeal.results.history.Value.NIL);
                }),
        Duration.ofSeconds(5));
    assertThat(early.get()).isZero();
  }
}
