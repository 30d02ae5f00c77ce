package dev.ordeal.targets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.workloads.client.DefiniteFailure;
import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a transaction of which something failed. */
class SqlSessionTest {
  private static final String FAIL = "fail";
  private static final String LOST = "fail, client lost";
  private static final String INFO = "info";

  private static String outcome(boolean isSingle, SqlSession session) {
    try {
      SqlSession.Work<Integer> work = () -> session.update("update t set v = 1");
      int changed = isSingle ? session.single(work) : session.transaction(work);
      return "ok " + changed;
    } catch (DefiniteFailure failure) {
      return failure.isClientLost() ? LOST : FAIL;
    } catch (IOException unknown) {
      return INFO;
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Rolled back, says the standard; and what each database adds to it.
    "POSTGRESQL, 40001, 0, fail",
    "POSTGRESQL, 40P01, 0, fail",
    "POSTGRESQL, 23505, 0, fail",
    "POSTGRESQL, 25P02, 0, fail",
    "MARIADB, 40001, 1213, fail",
    "MARIADB, HY000, 1020, fail",
    "MARIADB, HY000, 1205, fail",
    "H2, 40001, 0, fail",
    "H2, HYT00, 50200, fail",
    "GENERIC, 40001, 0, fail",
    // A constraint that is checked at the COMMIT.
    "GENERIC, 23000, 0, fail",
    // Of a statement that was refused these would be definite.
    "POSTGRESQL, 22003, 0, info",
    "POSTGRESQL, 25006, 0, info",
    "MARIADB, 0A000, 0, info",
    // Neither an answer, nor one that says what became of the transaction.
    "POSTGRESQL, 40003, 0, info",
    "POSTGRESQL, 08006, 0, info",
    "POSTGRESQL, 08003, 0, info",
    "POSTGRESQL, 08007, 0, info",
    "POSTGRESQL, 57P01, 0, info",
    "POSTGRESQL, 57014, 0, info",
    "POSTGRESQL, 53100, 0, info",
    "POSTGRESQL, XX000, 0, info",
    "POSTGRESQL, HY000, 1205, info",
    "MARIADB, 08S01, 0, info",
    "MARIADB, HY000, 0, info",
    "MARIADB, 70100, 1317, info",
    "H2, 90067, 90067, info",
    "GENERIC, 42000, 0, info",
    "GENERIC, '', 0, info",
    "GENERIC, 4, 0, info",
  })
  void aFailedCommitFailedOnlyWhereTheDatabaseSaysSo(
      Dialect dialect, String state, int code, String expected) {
    FailingConnection at = new FailingConnection().failing("commit", state, code);
    assertThat(outcome(false, new SqlSession(at.connection(), dialect))).isEqualTo(expected);
    assertThat(Collections.frequency(at.calls(), "commit")).isEqualTo(1);
    assertThat(Collections.frequency(at.calls(), "executeUpdate")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRESQL, 40001, fail",
    "POSTGRESQL, 23505, fail",
    "POSTGRESQL, 22P02, fail",
    "POSTGRESQL, 42P01, fail",
    "POSTGRESQL, 25006, fail",
    "MARIADB, 0A000, fail",
    "POSTGRESQL, 57014, info",
    "POSTGRESQL, 57P01, info",
    "POSTGRESQL, 08006, info",
    "POSTGRESQL, 40003, info",
    "GENERIC, HY000, info",
    "GENERIC, '', info",
  })
  void aStatementThatIsATransactionFailedOnlyWhereItWasRefused(
      Dialect dialect, String state, String expected) {
    FailingConnection at = new FailingConnection().failing("executeUpdate", state, 0);
    assertThat(outcome(true, new SqlSession(at.connection(), dialect))).isEqualTo(expected);
    assertThat(Collections.frequency(at.calls(), "executeUpdate")).isEqualTo(1);
    assertThat(at.calls()).doesNotContain("commit", "rollback");
  }

  @ParameterizedTest
  @CsvSource({
    // A refused statement before the COMMIT: the ROLLBACK was carried out.
    "POSTGRESQL, 42P01, '', fail",
    "POSTGRESQL, 57014, '', fail",
    "GENERIC, HY000, '', fail",
    "GENERIC, 40001, '', fail",
    // It was not: what ended the transaction by itself is definite.
    "GENERIC, 40001, 08006, 'fail, client lost'",
    "POSTGRESQL, 42P01, 08006, 'fail, client lost'",
    // There was no answer, and no COMMIT: most databases roll back.
    "POSTGRESQL, 08006, '', 'fail, client lost'",
    "POSTGRESQL, 57P01, '', 'fail, client lost'",
    "POSTGRESQL, XX000, '', 'fail, client lost'",
    "MARIADB, 08S01, '', 'fail, client lost'",
    "H2, 90067, '', fail",
    "H2, '', '', 'fail, client lost'",
    // Some commit what a lost connection leaves.
    "GENERIC, 42P01, 08006, info",
    "GENERIC, 08006, '', info",
    "GENERIC, '', '', info",
    "POSTGRESQL, 40003, '', info",
  })
  void aTransactionWithoutCommitFailedIfItWasRolledBack(
      Dialect dialect, String statement, String rollback, String expected) {
    FailingConnection at = new FailingConnection().failing("executeUpdate", statement, 0);
    if (!rollback.isEmpty()) {
      at.failing("rollback", rollback, 0);
    }
    assertThat(outcome(false, new SqlSession(at.connection(), dialect))).isEqualTo(expected);
    assertThat(at.calls()).doesNotContain("commit");
    assertThat(Collections.frequency(at.calls(), "executeUpdate")).isEqualTo(1);
  }

  @Test
  void aDriverThatFailsLeavesTheOutcomeUnknown() {
    FailingConnection at = new FailingConnection().failing("commit", "", 0);
    SqlSession session = new SqlSession(at.connection(), Dialect.GENERIC);
    assertThat(outcome(false, session)).isEqualTo(INFO);
    session.close();
    // The connection is in the middle of something: closing must not wait for its answer.
    assertThat(at.calls()).containsSubsequence("abort", "close");
  }

  @Test
  void aConnectionBetweenCallsIsClosedPolitely() {
    FailingConnection at = new FailingConnection();
    SqlSession session = new SqlSession(at.connection(), Dialect.GENERIC);
    assertThat(outcome(false, session)).isEqualTo("ok 1");
    session.close();
    assertThat(at.calls()).contains("close").doesNotContain("abort");
  }
}
