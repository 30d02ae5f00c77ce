package dev.ordeal.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ordeal.results.history.Value;
import dev.ordeal.results.registry.UnknownNameException;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of this program as what is tested, without nodes. */
class InProcessTest {
  private static final Duration TIME = Duration.ofSeconds(2);

  @TempDir private Path runs;
  private final Map<Long, Long> map = new ConcurrentHashMap<>();

  private OrdealBuilder registers(boolean isCached) {
    return Ordeal.inProcess(
            RegisterClient.class, () -> isCached ? MapClient.cached(map) : MapClient.of(map))
        .time(TIME)
        .folder(runs);
  }

  @Test
  void aConcurrentMapIsLinearizable() {
    OrdealRun run = registers(false).seed(7).run().assertValid().assertNotInvalid();

    assertThat(run.verdict()).isEqualTo(Verdict.VALID);
    assertThat(run.seed()).isEqualTo(7);
    assertThat(run.history().operations()).hasSizeGreaterThan(100);
    assertThat(run.anomalies()).isEmpty();
    for (String name : List.of("run.json", "verdict.json", "report.html", "ordeal.log")) {
      assertThat(run.folder().resolve(name)).isNotEmptyFile();
    }
    assertThat(run.folder()).startsWith(runs.toAbsolutePath());
    assertThatThrownBy(() -> run.assertFinds("stale-read"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("No stale-read was found. VALID");
  }

  @Test
  void aCacheIsFoundAndTheMessageSaysAllThatIsNeeded() throws Exception {
    OrdealRun run = registers(true).seed(3).run().assertFinds("stale-read");

    Throwable failed = catchThrowable(run::assertValid);
    assertThat(failed)
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageStartingWith("INVALID: Read #")
        .hasMessageContaining("stale-read on key")
        .hasMessageContaining("report     " + run.report())
        .hasMessageContaining("again      the test " + getClass().getName() + ".aCacheIsFound")
        .hasMessageContaining("seed       3");
    assertThatThrownBy(run::assertNotInvalid).isInstanceOf(AssertionError.class);
    // No command line makes an object of this program, and none is said to.
    assertThat(failed.getMessage()).doesNotContain("reproduce");
    assertThat(RunFolder.open(run.folder()).info().reproduce())
        .startsWith("JUnit: the test " + getClass().getName());
  }

  /** Lists of this program, whose transactions may be atomic. */
  private record ListClient(Map<Long, List<Value>> lists, boolean isAtomic)
      implements TransactionClient {
    @Override
    public List<Value> execute(List<MicroOp> steps, ObjectKind kind) throws Exception {
      if (isAtomic) {
        synchronized (lists) {
          return answers(steps);
        }
      }
      return answers(steps);
    }

    private List<Value> answers(List<MicroOp> steps) throws InterruptedException {
      List<Value> read = new ArrayList<>();
      for (MicroOp step : steps) {
        List<Value> before = lists.getOrDefault(step.key(), List.of());
        if (step instanceof MicroOp.Append append) {
          List<Value> longer = new ArrayList<>(before);
          longer.add(Value.of(append.element()));
          if (!isAtomic) {
            Thread.sleep(1);
          }
          lists.put(step.key(), longer);
        } else {
          read.add(new Value.Seq(before));
        }
      }
      return read;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void transactionsOnListsAreJudged(boolean isAtomic) {
    Map<Long, List<Value>> lists = new ConcurrentHashMap<>();
    OrdealRun run =
        Ordeal.inProcess(TransactionClient.class, () -> new ListClient(lists, isAtomic))
            .workload("list-append")
            .time(TIME)
            .folder(runs)
            .seed(1)
            .run();
    if (isAtomic) {
      run.assertValid();
    } else {
      run.assertFinds("lost-update");
    }
  }

  @Test
  void whatAnswersNothingIsUnknownAndSaysSo() {
    OrdealRun run =
        Ordeal.inProcess(
                RegisterClient.class,
                () -> {
                  throw new DefiniteFailure("closed");
                })
            .time(TIME)
            .folder(runs)
            .run();
    assertThat(run.verdict()).isEqualTo(Verdict.UNKNOWN);
    run.assertNotInvalid();
    assertThatThrownBy(run::assertValid)
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageStartingWith("UNKNOWN: ");
  }

  @Test
  void testsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    List<OrdealRun> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<OrdealRun>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean isCached = i == 2;
        Map<Long, Long> own = new ConcurrentHashMap<>();
        running.add(
            threads.submit(
                () ->
                    Ordeal.inProcess(
                            RegisterClient.class,
                            () -> isCached ? MapClient.cached(own) : MapClient.of(own))
                        .time(TIME)
                        .folder(runs)
                        .seed(5)
                        .run()));
      }
      for (Future<OrdealRun> one : running) {
        all.add(one.get());
      }
    }
    assertThat(all.stream().map(OrdealRun::folder)).doesNotHaveDuplicates();
    assertThat(all.stream().map(OrdealRun::verdict))
        .containsExactly(Verdict.VALID, Verdict.VALID, Verdict.INVALID, Verdict.VALID);
  }

  @Test
  void whatCannotBeIsRefusedBeforeAnythingStarts() {
    Map<String, Runnable> wrong = new HashMap<>();
    wrong.put("Did you mean register?", () -> registers(false).workload("registr").run());
    wrong.put("no TransactionClient", () -> registers(false).workload("list-append").run());
    wrong.put("runs already", () -> registers(false).faults("kill").run());
    wrong.put("threads(0)", () -> registers(false).threads(0).run());
    wrong.put("rate(0.0)", () -> registers(false).rate(0).run());
    wrong.put("time(PT0S): from 1 ms", () -> registers(false).time(Duration.ZERO).run());
    wrong.put("no bug 'x'", () -> registers(false).bugs("x").run());
    wrong.put("no level 'strong'", () -> registers(false).consistency("strong").run());
    wrong.put("environment(\"netns\")", () -> registers(false).environment("netns").run());
    wrong.put("Did you mean partition?", () -> Ordeal.of("brittle").faults("partitio").run());
    wrong.forEach(
        (part, call) ->
            assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part));
    assertThatThrownBy(() -> Ordeal.of("britle"))
        .isInstanceOf(UnknownNameException.class)
        .hasMessageContaining("Did you mean brittle?");
    assertThat(runs).isEmptyDirectory();
  }

  @Test
  void theUsualWorkloadIsThatOfTheClients() throws Exception {
    Map<Long, Long> counters = new ConcurrentHashMap<>();
    OrdealRun run =
        Ordeal.inProcess(CounterClient.class, () -> counting(counters))
            .time(TIME)
            .folder(runs)
            .run()
            .assertValid();
    assertThat(Files.readString(run.folder().resolve("run.json"))).contains("\"counter\"");
  }

  private static CounterClient counting(Map<Long, Long> counters) {
    return new CounterClient() {
      @Override
      public void increase(long key, long amount) {
        counters.merge(key, amount, Long::sum);
      }

      @Override
      public long count(long key) {
        return counters.getOrDefault(key, 0L);
      }

      @Override
      public void close() {}
    };
  }
}
