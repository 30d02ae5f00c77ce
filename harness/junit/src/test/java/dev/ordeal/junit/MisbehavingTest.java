package dev.ordeal.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.run.OpenRuns;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.register.RegisterWorkload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Code of the user's that hangs, throws or returns nothing: never valid, and the place is named.
 */
@Timeout(120)
class MisbehavingTest {
  private static final Duration TIME = Duration.ofSeconds(1);

  @TempDir private Path runs;
  private final Map<Long, Long> map = new ConcurrentHashMap<>();
  private final CountDownLatch opening = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    over.countDown();
  }

  private OrdealBuilder of(Supplier<RegisterClient> client) {
    return Ordeal.inProcess(RegisterClient.class, client::get)
        .time(TIME)
        .operationTimeout(Duration.ofMillis(300))
        .folder(runs);
  }

  /** Ends when the test does, and not when it is interrupted. */
  private RegisterClient hang() {
    opening.countDown();
    while (over.getCount() > 0) {
      LockSupport.parkNanos(10_000_000);
      Thread.interrupted();
    }
    return MapClient.of(map);
  }

  private void nothingIsOpen() throws Exception {
    for (RunFolder folder : RunFolder.all(runs)) {
      assertThat(OpenRuns.ofUser().byId(folder.info().id())).isEmpty();
    }
  }

  @Test
  void clientsThatHangWhileTheyAreOpened() throws Exception {
    // Of more threads so many calls would hang that the run is given up.
    OrdealRun run = of(this::hang).threads(2).run();
    assertThat(run.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThatThrownBy(run::assertValid)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("UNKNOWN: ")
        .hasMessageContaining("opening a client");
    nothingIsOpen();
  }

  @Test
  void aTestThatIsInterruptedWhileClientsHang() throws Exception {
    OrdealBuilder builder = of(this::hang).time(Duration.ofMinutes(5));
    FutureTask<Throwable> test = new FutureTask<>(() -> catchThrowable(builder::run));
    Thread thread = Thread.ofPlatform().daemon().start(test);
    assertThat(opening.await(1, TimeUnit.MINUTES)).isTrue();
    thread.interrupt();
    Throwable failed = test.get(1, TimeUnit.MINUTES);
    RunFolder folder = RunFolder.all(runs).getFirst();
    assertThat(failed)
        .isInstanceOf(OrdealException.class)
        .hasMessage(
            "The test was interrupted, by a time limit or a user. Left: nothing: everything was"
                + " undone; what was recorded is in "
                + folder);
    assertThat(folder.info().state()).isEqualTo("interrupted");
    nothingIsOpen();
  }

  @Test
  void clientsThatThrowErrorsWhileTheyAreOpened() throws Exception {
    OrdealRun run =
        of(() -> {
              throw new LinkageError("no driver");
            })
            .run();
    assertThat(run.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThatThrownBy(run::assertValid).hasMessageContaining("LinkageError: no driver");
    nothingIsOpen();
  }

  /** What a database gets wrong. */
  enum Wrong {
    NAME_THROWS,
    NAME_IS_NULL,
    CONTRACTS_ARE_NULL,
    RUNNING_THROWS,
    NO_NODES,
    LAUNCH_REFUSES
  }

  private record Broken(Wrong wrong) implements Database {
    @Override
    public String name() {
      if (wrong == Wrong.NAME_THROWS) {
        throw new StackOverflowError();
      }
      return wrong == Wrong.NAME_IS_NULL ? null : "broken";
    }

    @Override
    public String description() {
      return "a database that does not say what it is";
    }

    @Override
    public List<Address> running() {
      if (wrong == Wrong.RUNNING_THROWS) {
        throw new NoClassDefFoundError("com/example/Driver");
      }
      return List.of();
    }

    @Override
    public List<String> peerPorts() {
      return List.of();
    }

    @Override
    public String clientPort() {
      return "client";
    }

    @Override
    public int defaultNodes() {
      return wrong == Wrong.NO_NODES ? 0 : 1;
    }

    @Override
    public Set<Class<?>> contracts() {
      return wrong == Wrong.CONTRACTS_ARE_NULL ? null : Set.of(RegisterClient.class);
    }

    @Override
    public List<String> launch(NodeView node) {
      throw new IllegalArgumentException("no license");
    }

    @Override
    public boolean isReady(Address client) {
      return false;
    }

    @Override
    public boolean isLeader(Address client) {
      return false;
    }

    @Override
    public Optional<AutoCloseable> client(Class<?> contract, Address client) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void databasesThatDoNotSayWhatTheyAre(Wrong wrong) throws Exception {
    String named =
        switch (wrong) {
          case NAME_THROWS -> "name threw StackOverflowError";
          case NAME_IS_NULL -> "name returned null";
          case CONTRACTS_ARE_NULL -> "contracts threw NullPointerException";
          case RUNNING_THROWS -> "running threw NoClassDefFoundError: com/example/Driver";
          case NO_NODES -> "nodes(0): from 1 to 25";
          case LAUNCH_REFUSES -> "no license";
        };
    Throwable failed =
        catchThrowable(
            () -> Ordeal.of(new Broken(wrong)).faults().time(TIME).folder(runs).seed(1).run());
    assertThat(failed)
        .isInstanceOf(
            wrong == Wrong.NO_NODES ? IllegalArgumentException.class : OrdealException.class)
        .hasMessageContaining(named);
    if (wrong == Wrong.LAUNCH_REFUSES) {
      assertThat(failed)
          .hasMessageContaining("left       nothing")
          .hasMessageContaining("ordeal.log")
          .hasMessageContaining("again      the test");
    }
    nothingIsOpen();
  }

  /** Registers, judged by a checker of the test's. */
  abstract static class Judged implements Workload<RegisterClient>, Checker {
    private final RegisterWorkload registers = new RegisterWorkload();

    @Override
    public String name() {
      return "judged";
    }

    @Override
    public String description() {
      return "registers with another checker";
    }

    @Override
    public Class<RegisterClient> contract() {
      return registers.contract();
    }

    @Override
    public Generator generator(Plan plan) {
      return registers.generator(plan);
    }

    @Override
    public Generator finalReads(List<Value> keys, Duration time) {
      return registers.finalReads(keys, time);
    }

    @Override
    public Client client(RegisterClient client) {
      return registers.client(client);
    }

    @Override
    public List<Checker> checkers() {
      return List.of(this);
    }

    @Override
    public CheckResult check(History history, Budget budget) {
      return CheckResult.valid(name(), "all is well", Map.of());
    }
  }

  /** Its checker has no result. */
  public static final class ReturnsNull extends Judged {
    @Override
    public CheckResult check(History history, Budget budget) {
      return null;
    }
  }

  /** Its checker fails as no exception does. */
  public static final class ThrowsError extends Judged {
    @Override
    public CheckResult check(History history, Budget budget) {
      throw new LinkageError("no such method");
    }
  }

  /** It has no checkers. */
  public static final class HasNone extends Judged {
    @Override
    public List<Checker> checkers() {
      return null;
    }
  }

  private OrdealBuilder judgedBy(Class<? extends Judged> type) {
    return of(() -> MapClient.of(map)).workload(type.getName());
  }

  @Test
  void checkersWithoutAResult() {
    assertThatThrownBy(() -> judgedBy(ReturnsNull.class).run().assertValid())
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("UNKNOWN: ")
        .hasMessageContaining("the checker failed: it returned null");
  }

  @Test
  void checkersThatThrowErrors() {
    assertThatThrownBy(() -> judgedBy(ThrowsError.class).run().assertValid())
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("UNKNOWN: ")
        .hasMessageContaining("LinkageError: no such method");
  }

  @Test
  void workloadsWithoutCheckers() throws Exception {
    assertThatThrownBy(() -> judgedBy(HasNone.class).run())
        .isInstanceOf(OrdealException.class)
        .hasMessageContaining("checkers")
        .hasMessageContaining("left       nothing: everything was undone");
    nothingIsOpen();
  }

  @Test
  void whatCannotBeIsRefusedBeforeAnythingStarts() {
    OrdealBuilder builder = of(() -> MapClient.of(map));
    assertThatThrownBy(() -> builder.nodes(3).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nodes(3): in-process runs already, with 1; leave nodes out");
    assertThatThrownBy(() -> of(() -> null).image("debian").run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("image(\"debian\") is for environment(\"docker\")");
    assertThatThrownBy(() -> of(() -> null).time(Duration.ofSeconds(Long.MAX_VALUE)).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 1 ms to 365 days");
    assertThatThrownBy(() -> of(() -> null).checkTime(Duration.ofNanos(1)).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("checkTime(PT0.000000001S): from 1 ms to 365 days");
    assertThatThrownBy(() -> of(() -> null).folder(Path.of("pom.xml")).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("folder(pom.xml) is a file");
    assertThat(runs).isEmptyDirectory();
  }

  /** A client that is no client: every call fails, and it is said why. */
  @Test
  void clientsThatAreNull() {
    assertThatThrownBy(() -> of(() -> null).run().assertValid())
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("UNKNOWN: ");
  }
}
