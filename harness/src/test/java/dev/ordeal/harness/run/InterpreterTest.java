package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.targets.foreign.Breaches;
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
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

  private static Generator writes(int count) {
    return Generators.limit(count, Generators.repeat(Generators.once(new RegisterOp.Write(1, 2))));
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
            writes(4),
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
        .isEqualTo("IOException: broken pipe");
  }

  @Test
  void aReadThatFailsHasHappenedToNobodyButItsClientIsNotUsedAgain() throws Exception {
    History history =
        run(
            reads(4),
            1,
            thread ->
                client(
                    call -> {
                      throw new IOException("broken pipe");
                    }),
            Duration.ofSeconds(5));
    assertThat(history.operations()).allMatch(Operation::isFail).hasSize(4);
    assertThat(history.operations().stream().map(Operation::process).distinct()).hasSize(4);
  }

  @Test
  @Timeout(30)
  void anErrorOfAClientIsAnOutcomeAndABreach() throws Exception {
    Breaches breaches = new Breaches(text -> {});
    History history =
        InThisJvm.run(
            folder,
            writes(3),
            1,
            thread ->
                client(
                    call -> {
                      throw new NoClassDefFoundError("com/example/Driver");
                    }),
            Duration.ofSeconds(5),
            breaches);
    assertThat(history.operations()).allMatch(Operation::isInfo).hasSize(3);
    assertThat(breaches.lines())
        .singleElement()
        .asString()
        .contains("write threw NoClassDefFoundError: com/example/Driver", "3 times");
  }

  @Test
  @Timeout(30)
  void callsThatSpinOutliveTheRunAndAreABreach() throws Exception {
    Breaches breaches = new Breaches(text -> {});
    AtomicBoolean over = new AtomicBoolean();
    History history;
    try {
      history =
          InThisJvm.run(
              folder,
              writes(6),
              3,
              thread ->
                  client(
                      call -> {
                        while (!over.get()) {
                          Thread.onSpinWait();
                        }
                        return new Outcome.Ok(Value.NIL);
                      }),
              Duration.ofMillis(200),
              breaches);
    } finally {
      over.set(true);
    }
    assertThat(history.operations()).allMatch(Operation::isInfo).hasSize(6);
    assertThat(breaches.lines())
        .anyMatch(line -> line.contains("write") && line.contains("has not"));
  }

  @Test
  @Timeout(30)
  void closingItsClientEndsACallThatIgnoresInterrupts() throws Exception {
    Breaches breaches = new Breaches(text -> {});
    History history =
        InThisJvm.run(folder, writes(2), 1, thread -> new Deaf(), Duration.ofMillis(200), breaches);
    assertThat(history.operations()).allMatch(Operation::isInfo).hasSize(2);
    assertThat(breaches.lines()).isEmpty();
  }

  /** Ends its call only when it is closed, as one that reads from a socket. */
  private static final class Deaf implements Client {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Outcome invoke(Call call) throws Exception {
      while (closed.getCount() > 0) {
        try {
          closed.await();
        } catch (InterruptedException ignored) {
          // As a blocking read does.
        }
      }
      throw new IOException("closed");
    }

    @Override
    public void close() {
      closed.countDown();
    }
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
        .isEqualTo("no-client: IOException: connection refused");
  }

  @Test
  @Timeout(30)
  void aClientThatHangsBlocksNobody() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger opened = new AtomicInteger();
    History history =
        run(
            writes(40),
            2,
            thread -> {
              boolean hangs = opened.getAndIncrement() == 0;
              return client(
                  call -> {
                    if (hangs) {
                      never.await();
                    }
                    return new Outcome.Ok(Value.NIL);
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
  @Timeout(30)
  void aCallWhoseClientIsNotOpenInTimeHasFailed() throws Exception {
    Duration timeout = Duration.ofMillis(200);
    AtomicInteger opened = new AtomicInteger();
    AtomicInteger called = new AtomicInteger();
    History history =
        run(
            writes(20),
            2,
            thread -> {
              if (opened.getAndIncrement() == 0) {
                // Ignores that it is interrupted, as a program that is slow to start does.
                long end = System.nanoTime() + 3 * timeout.toNanos();
                while (System.nanoTime() < end) {
                  LockSupport.parkNanos(end - System.nanoTime());
                  Thread.interrupted();
                }
              }
              return client(
                  call -> {
                    called.incrementAndGet();
                    return new Outcome.Ok(Value.NIL);
                  });
            },
            timeout);
    assertThat(history.operations().stream().filter(Operation::isFail)).hasSize(1);
    assertThat(history.operations().stream().filter(Operation::isOk)).hasSize(19);
    assertThat(called.get()).isEqualTo(19);
    Event late =
        history.events().stream().filter(e -> e.type() == Event.Type.FAIL).findFirst().get();
    assertThat(late.error()).isEqualTo("no-client: not open in time");
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
                  return new Outcome.Ok(Value.NIL);
                }),
        Duration.ofSeconds(5));
    assertThat(early.get()).isZero();
  }

  /** A session that, once it has expired, answers no call any more. */
  private static Client expiring(Set<Integer> opened, boolean isSaid) {
    int number = opened.size();
    opened.add(number);
    return new Client() {
      @Override
      public Outcome invoke(Call call) throws DefiniteFailure {
        if (number == 0) {
          throw isSaid
              ? DefiniteFailure.clientLost("expired: nothing was written")
              : new DefiniteFailure("expired: nothing was written");
        }
        return new Outcome.Ok(Value.NIL);
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void aLostClientIsReplaced() throws Exception {
    Set<Integer> opened = ConcurrentHashMap.newKeySet();
    History history = run(writes(3), 1, thread -> expiring(opened, true), Duration.ofSeconds(5));
    assertThat(opened).hasSize(2);
    assertThat(history.operations()).extracting(Operation::isOk).containsExactly(false, true, true);
    assertThat(history.operations()).extracting(Operation::process).containsExactly(0, 1, 1);
  }

  @Test
  void aClientThatFailedLastIsReplacedBeforeTheFinalCalls() throws Exception {
    Set<Integer> opened = ConcurrentHashMap.newKeySet();
    History history =
        InThisJvm.run(
            folder,
            List.of(writes(2), writes(1)),
            1,
            thread -> expiring(opened, false),
            Duration.ofSeconds(5));
    assertThat(opened).hasSize(2);
    assertThat(history.operations())
        .extracting(Operation::isOk)
        .containsExactly(false, false, true);
    assertThat(history.operations()).extracting(Operation::process).containsExactly(0, 0, 1);
  }
}
