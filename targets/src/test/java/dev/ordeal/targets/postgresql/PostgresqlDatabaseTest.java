package dev.ordeal.targets.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresqlDatabaseTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version   | newest   | version=newest: a version as Maven Central has it expected: 12.3.0",
        "version   | ../12.3  | version=../12.3: a version",
        "isolation | snapshot | isolation=snapshot: one of read-committed, repeatable-read,",
        "fsync     | false    | fsync=false: one of on, off expected",
        "statements| merge    | statements=merge: one of upsert,",
        "verzion   | 12.3.0   | verzion: no such option; known: fsync, isolation, statements,"
            + " version",
        "user      | me       | user: no such option",
      })
  void wrongOptionsAreNamed(String option, String value, String message) {
    assertThatThrownBy(() -> new PostgresqlDatabase(Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200));
  }

  @Test
  void aShortVersionIsTheFirstOfItsKind() {
    assertThat(PostgresqlRelease.of("12.3")).isEqualTo(PostgresqlRelease.of("12.3.0"));
    assertThat(PostgresqlRelease.of("15.5.1").version()).isEqualTo("15.5.1");
  }
}
