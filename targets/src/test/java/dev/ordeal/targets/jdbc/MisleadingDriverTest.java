package dev.ordeal.targets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.workloads.client.DefiniteFailure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of drivers that seem to say something else than they do. */
class MisleadingDriverTest {
  private Connection real;
  private Tables tables;

  @BeforeEach
  void createTables() throws Exception {
    real = DriverManager.getConnection("jdbc:h2:mem:" + UUID.randomUUID());
    tables = new Tables("t_", Dialect.H2);
    tables.create(real);
  }

  @AfterEach
  void close() throws Exception {
    real.close();
  }

  @Test
  void updatesThatChangeNothingHaveToCount() throws Exception {
    // MySQL's useAffectedRows: a compare-and-set from 1 to 1 would seem to have missed.
    Connection changedOnly =
        MisleadingConnection.of(
            real, (sql, update) -> sql.startsWith("update") ? update.run() * 0 : update.run());
    assertThat(tables.miscounts(changedOnly))
        .hasValueSatisfying(why -> assertThat(why).contains("counts as none"));
    assertThat(tables.miscounts(real)).isEmpty();
  }

  private SqlSets setsThatRefuseInserts(boolean isWritten) {
    return new SqlSets(
        new SqlSession(
            MisleadingConnection.of(
                real,
                (sql, update) -> {
                  if (isWritten) {
                    update.run();
                  }
                  throw new SQLException("duplicate", "23505");
                }),
            Dialect.H2),
        tables.elements());
  }

  @Test
  void aDuplicateThatIsNotThereIsNoSuccess() {
    assertThatThrownBy(() -> setsThatRefuseInserts(false).add(1, 2))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(DefiniteFailure.class)
        .hasMessageContaining("not there");
  }

  /** As after a repeated call whose first answer was lost. */
  @Test
  void aDuplicateThatIsThereIsASuccess() throws Exception {
    SqlSets sets = setsThatRefuseInserts(true);
    sets.add(1, 2);
    assertThat(sets.contains(1, 2)).isTrue();
  }
}
