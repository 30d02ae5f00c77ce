package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.targets.jdbc.JdbcClients;
import dev.ordeal.targets.jdbc.JdbcUrl;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real SQL database in this JVM: which level each of its isolation levels keeps. */
@Execution(ExecutionMode.CONCURRENT)
class SqlDatabaseTest {
  private static final int THREADS = 10;
  private static final double RATE = 3_000;
  private static final Duration TIME = Duration.ofSeconds(3);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "list-append, read-committed, upsert, read-committed, VALID",
    "list-append, read-committed, upsert, serializable, INVALID",
    "list-append, snapshot, upsert, snapshot-isolation, VALID",
    "rw-register, snapshot, upsert, snapshot-isolation, VALID",
    "write-skew, snapshot, upsert, snapshot-isolation, VALID",
    "write-skew, snapshot, upsert, serializable, INVALID",
    // Both read a balance, and the later write takes the earlier one back, unless a lock is held.
    "bank, read-committed, read-write, '', INVALID",
    "bank, snapshot, read-write, '', VALID",
    "register, default, upsert, '', VALID",
    "set, default, upsert, '', VALID",
    "counter, default, for-update, '', VALID",
    "ids, default, update, '', VALID",
  })
  void keepsItsIsolationLevelAndNoMore(
      String workload, String isolation, String statements, String level, Verdict expected)
      throws Exception {
    Workload<?> asked = Workloads.byName(workload).orElseThrow();
    if (!level.isEmpty()) {
      asked = asked.promising(ConsistencyModel.byName(level).orElseThrow());
    }
    JdbcUrl url = new JdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    JdbcClients clients = JdbcClients.of(Map.of("isolation", isolation, "statements", statements));
    assertThat(clients.notReady(url, true)).isEmpty();
    Generator generator = asked.generator(new Workload.Plan(new Seed(5), THREADS, RATE, TIME));
    Workload<?> workloadUnderTest = asked;
    History history =
        InThisJvm.run(
            folder,
            generator,
            THREADS,
            thread ->
                workloadUnderTest.clientOf(
                    clients.client(workloadUnderTest.contract(), url).orElseThrow()),
            Duration.ofSeconds(5));
    Judgement judgement = Judge.judge(history, asked.checkers(), Budget.of(Duration.ofMinutes(1)));
    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(expected);
  }
}
