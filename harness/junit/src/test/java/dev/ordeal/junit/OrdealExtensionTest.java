package dev.ordeal.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.ordeal.results.run.OpenRuns;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Tests that JUnit runs: seeds, what is published, and time limits. */
@Isolated("system properties and processes are those of the JVM")
class OrdealExtensionTest {
  private static final String OUT = "ordeal.out";

  @TempDir private Path folder;

  /** What the tests below are run with. */
  private static final List<Long> SEEDS = new ArrayList<>();

  private static OrdealBuilder registers(boolean isCached) {
    Map<Long, Long> map = new ConcurrentHashMap<>();
    return Ordeal.inProcess(
            RegisterClient.class, () -> isCached ? MapClient.cached(map) : MapClient.of(map))
        .time(Duration.ofMillis(500));
  }

  static class TwoSeeds {
    @OrdealTest(seeds = {11, 12})
    void right(long seed) {
      OrdealRun run = registers(false).run().assertValid();
      assertThat(run.seed()).isEqualTo(seed);
      SEEDS.add(seed);
    }
  }

  static class Drawn {
    @OrdealTest(times = 3)
    void right() {
      SEEDS.add(registers(false).run().seed());
    }
  }

  static class Wrong {
    @OrdealTest(seeds = 5)
    void cached() {
      registers(true).run().assertValid();
    }
  }

  @ExtendWith(OrdealExtension.class)
  static class Plain {
    @Test
    void right() {
      registers(false).run().assertValid();
    }
  }

  static class TwiceTheSame {
    @OrdealTest(seeds = {4, 4})
    void right() {
      throw new AssertionError("never called");
    }
  }

  static class SeedsAndTimes {
    @OrdealTest(seeds = 4, times = 3)
    void right() {
      throw new AssertionError("never called");
    }
  }

  static class NoTimes {
    @OrdealTest(times = 0)
    void right() {
      throw new AssertionError("never called");
    }
  }

  /** The test's time limit is that of a thread of its own; threads of a pool outlive the test. */
  static class OtherThreads {
    private static ExecutorService pool;

    @OrdealTest(seeds = 21)
    void right() throws Exception {
      SEEDS.add(
          Assertions.assertTimeoutPreemptively(
              Duration.ofMinutes(1), () -> registers(false).run().seed()));
      SEEDS.add(pool.submit(() -> registers(false).run().seed()).get());
    }
  }

  @ExtendWith(OrdealExtension.class)
  static class Parameterized {
    @ParameterizedTest
    @ValueSource(booleans = false)
    void right(boolean isCached) {
      registers(isCached).run().assertValid();
    }
  }

  static class TooLong {
    @Test
    @Timeout(4)
    void neverEnds() {
      Ordeal.of("brittle").nodes(3).faults("pause").time(Duration.ofMinutes(5)).run();
    }
  }

  /** Where JUnit keeps what tests publish. */
  private record Attachments(Path root) implements OutputDirectoryCreator {
    @Override
    public Path getRootDirectory() {
      return root;
    }

    @Override
    public Path createOutputDirectory(TestDescriptor test) throws IOException {
      return Files.createDirectories(root.resolve(Integer.toString(test.hashCode())));
    }
  }

  private EngineExecutionResults execute(Class<?> test) {
    String before = System.setProperty(OUT, folder.resolve("runs").toString());
    try {
      return EngineTestKit.engine("junit-jupiter")
          .outputDirectoryCreator(new Attachments(folder.resolve("junit")))
          .selectors(selectClass(test))
          .execute();
    } finally {
      if (before == null) {
        System.clearProperty(OUT);
      } else {
        System.setProperty(OUT, before);
      }
    }
  }

  @Test
  void eachSeedIsATestOfItsOwn() throws Exception {
    SEEDS.clear();
    EngineExecutionResults results = execute(TwoSeeds.class);
    results.testEvents().assertStatistics(all -> all.succeeded(2).failed(0));
    assertThat(SEEDS).containsExactly(11L, 12L);
    assertThat(results.testEvents().started().map(e -> e.getTestDescriptor().getDisplayName()))
        .containsExactly("seed 11", "seed 12");
    assertThat(RunFolder.all(folder.resolve("runs"))).hasSize(2);
  }

  @Test
  void seedsAreDrawnWhereNoneIsNamed() {
    SEEDS.clear();
    execute(Drawn.class).testEvents().assertStatistics(all -> all.succeeded(3));
    assertThat(SEEDS).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void aSeedFromOutsideStandsForAll() {
    SEEDS.clear();
    System.setProperty(Seeds.PROPERTY, "99");
    try {
      execute(TwoSeeds.class).testEvents().assertStatistics(all -> all.succeeded(1));
    } finally {
      System.clearProperty(Seeds.PROPERTY);
    }
    assertThat(SEEDS).containsExactly(99L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TwiceTheSame  | @OrdealTest(seeds = [4, 4]): one is named twice",
        "SeedsAndTimes | @OrdealTest(seeds = [4], times = 3): leave one out",
        "NoTimes       | @OrdealTest(times = 0): it must be from 1 to 1000"
      })
  void whatCannotBeIsRefused(String test, String why) throws Exception {
    EngineExecutionResults results =
        execute(Class.forName(getClass().getName() + "$" + test.strip()));
    results.testEvents().assertStatistics(all -> all.started(0));
    results
        .containerEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                instanceOf(IllegalArgumentException.class), message(m -> m.startsWith(why))));
  }

  @Test
  void theSeedIsThatOfTheThreadsThatATestStarts() throws Exception {
    SEEDS.clear();
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      OtherThreads.pool = pool;
      execute(OtherThreads.class).testEvents().assertStatistics(all -> all.succeeded(1));
      assertThat(SEEDS).containsExactly(21L, 21L);
      // Its thread was started by a test that is over.
      assertThat(pool.submit(CurrentTest::ofThread).get()).isEmpty();
    }
  }

  @Test
  void parameterizedTestsPublishWithTheExtension() throws Exception {
    execute(Parameterized.class).testEvents().assertStatistics(all -> all.succeeded(1));
    assertThat(published()).anyMatch(f -> f.endsWith(".html"));
  }

  private List<String> published() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("junit"))) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }

  @Test
  void aFailedTestHasItsReportAndSaysHowToRunItAgain() throws Exception {
    EngineExecutionResults results = execute(Wrong.class);
    results
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                instanceOf(AssertionError.class),
                message(
                    text ->
                        text.startsWith("INVALID: ")
                            && text.contains(
                                "again      the test %s.cached with -Dordeal.seed=5"
                                    .formatted(Wrong.class.getName())))));
    assertThat(results.testEvents().reportingEntryPublished().map(Event::getPayload))
        .anySatisfy(
            entry ->
                assertThat(entry.orElseThrow().toString())
                    .contains("ordeal.verdict = 'INVALID'", "ordeal.seed = '5'"));
    assertThat(published()).anyMatch(f -> f.endsWith("-5.html")).anyMatch(f -> f.endsWith(".log"));
  }

  @Test
  void plainTestsPublishWithTheExtension() throws Exception {
    execute(Plain.class).testEvents().assertStatistics(all -> all.succeeded(1));
    assertThat(published()).anyMatch(f -> f.endsWith(".html"));
  }

  @Test
  void aTimeLimitHeals() throws Exception {
    long before = System.nanoTime();
    execute(TooLong.class)
        .testEvents()
        .assertThatEvents()
        .haveExactly(1, finishedWithFailure(instanceOf(TimeoutException.class)));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(2));
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    RunFolder run = RunFolder.all(folder.resolve("runs")).getFirst();
    assertThat(run.info().state()).isEqualTo("interrupted");
    assertThat(run.info().reason()).isEqualTo("the test was interrupted");
    assertThat(OpenRuns.ofUser().byId(run.info().id())).isEmpty();
  }
}
