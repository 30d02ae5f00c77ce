package dev.ordeal.targets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ordeal.targets.Address;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db.example:5433/bank, db.example:5433, jdbc:postgresql://proxy:1/bank",
    "jdbc:postgresql://db/bank?ssl=true, db:5432, jdbc:postgresql://proxy:1/bank?ssl=true",
    "jdbc:postgresql://[::1]:5433/bank, ::1:5433, jdbc:postgresql://proxy:1/bank",
    "jdbc:mariadb://10.0.0.1/, 10.0.0.1:3306, jdbc:mariadb://proxy:1/",
    "jdbc:mysql://u:secret@db:3307/x, db:3307, jdbc:mysql://u:secret@proxy:1/x",
    "jdbc:h2:tcp://db:9000/~/x;MODE=MySQL, db:9000, jdbc:h2:tcp://proxy:1/~/x;MODE=MySQL",
    "jdbc:h2:mem:x, , jdbc:h2:mem:x",
    "jdbc:sqlite:/tmp/x.db, , jdbc:sqlite:/tmp/x.db",
    "jdbc:other://db:77/x, db:77, jdbc:other://proxy:1/x",
    "jdbc:other://db/x, , jdbc:other://db/x",
    "'jdbc:postgresql://a:1,b:2/x', , 'jdbc:postgresql://a:1,b:2/x'",
  })
  void theServerOfAUrlIsReplaced(String url, String address, String replaced) {
    JdbcUrl parsed = new JdbcUrl(url);
    assertThat(parsed.address().map(Address::toString).orElse(null)).isEqualTo(address);
    assertThat(parsed.at(new Address("proxy", 1)).text()).isEqualTo(replaced);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "postgresql://db/x", "jdbc:", "jdbc:h2", "http://db"})
  void whatIsNoUrlOfJdbcIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JdbcUrl(text))
        .withMessageStartingWith("url");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mariadb:sequential://a/x",
        "jdbc:mysql:loadbalance://a,b/x",
        "jdbc:mariadb://a/x?autoreconnect=TRUE",
        "jdbc:mariadb://a/x?user=u&transactionReplay=true",
        "jdbc:h2:tcp://a/x;auto_reconnect=true",
        "jdbc:postgresql://a:1,b:2/x",
        "jdbc:mariadb://a,b/x",
        "jdbc:mysql+srv://a/x",
        "jdbc:mysql://a/x?autoReconnectForPools=true",
        "jdbc:postgresql://a/x?autosave=conservative",
        "jdbc:mysql://a/x?useAffectedRows=true",
      })
  void driversMayNotRepeatCallsOrChangeNodes(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JdbcClients.requireHonest(new JdbcUrl(url)))
        .withMessageStartingWith("url");
  }

  @Test
  void aPlainUrlMay() {
    assertThatCode(() -> JdbcClients.requireHonest(new JdbcUrl("jdbc:mariadb://a:1/x")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "isolation, serialisable, serializable",
    "statements, insert, upsert",
    "dialect, oracle, postgresql",
    "tables, 'x; drop', letters",
    "usr, me, user",
  })
  void wrongOptionsAreNamed(String option, String value, String advice) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JdbcClients.of(Map.of(option, value)))
        .withMessageStartingWith(option)
        .withMessageContaining(advice);
  }

  @Test
  void aPasswordIsInNoText() {
    assertThat(JdbcSettings.of(Map.of("password", "hunter2")).toString()).doesNotContain("hunter2");
  }
}
