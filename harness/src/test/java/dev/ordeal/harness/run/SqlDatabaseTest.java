package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Seed;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real SQL database in this JVM: which level each of its isolation levels keeps. */
class SqlDatabaseTest {
  private static final int THREADS = 10;
  private static final double RATE = 3_000;
  private static final Duration TIME = Duration.ofSeconds(3);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "list-append, read committed, read-committed, VALID",
    "list-append, read committed, serializable, INVALID",
    "list-append, snapshot, snapshot-isolation, VALID",
    "rw-register, snapshot, snapshot-isolation, VALID",
    "write-skew, snapshot, snapshot-isolation, VALID",
    "write-skew, snapshot, serializable, INVALID",
  })
  void keepsItsIsolationLevelAndNoMore(
      String workload, String isolation, String level, Verdict expected) throws Exception {
    Workload asked =
        Workloads.byName(workload)
            .orElseThrow()
            .promising(ConsistencyModel.byName(level).orElseThrow());
    String url =
        "jdbc:h2:mem:" + workload + isolation.replace(" ", "") + level + ";DB_CLOSE_DELAY=-1";
    Generator generator = asked.generator(new Workload.Plan(new Seed(5), THREADS, RATE, TIME));
    History history =
        InThisJvm.run(
            folder,
            generator,
            THREADS,
            thread -> asked.client(new SqlTransactions(url, isolation)),
            Duration.ofSeconds(5));
    Judgement judgement = Judge.judge(history, asked.checkers(), Budget.of(Duration.ofMinutes(1)));
    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(expected);
  }
}
