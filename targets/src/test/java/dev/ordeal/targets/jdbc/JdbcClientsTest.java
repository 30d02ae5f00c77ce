package dev.ordeal.targets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.history.Value;
import dev.ordeal.targets.OptionNames;
import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.lock.LockClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.sql.DriverManager;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every contract, in every shape of statements, against a database in this JVM. */
class JdbcClientsTest {
  private static final int ASKED_MAX = 5;

  private final JdbcUrl url =
      new JdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");

  private JdbcClients clients(String... options) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    JdbcClients clients = JdbcClients.of(all);
    Optional<String> problem = clients.notReady(url, true);
    for (int asked = 1; problem.isPresent() && asked < ASKED_MAX; asked++) {
      problem = clients.notReady(url, true); // On a busy machine it may take longer.
    }
    assertThat(problem).isEmpty();
    return clients;
  }

  private <T> T open(JdbcClients clients, Class<T> contract) throws Exception {
    return contract.cast(clients.client(contract, url).orElseThrow());
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void registers(Shape shape) throws Exception {
    JdbcClients clients = clients("statements", OptionNames.of(shape));
    try (RegisterClient client = open(clients, RegisterClient.class);
        RegisterClient other = open(clients, RegisterClient.class)) {
      assertThat(client.read(7)).isEmpty();
      assertThat(client.compareAndSet(7, 0, 1)).isFalse();
      client.write(7, -3);
      client.write(8, Long.MAX_VALUE);
      client.write(7, 4);
      assertThat(other.read(7)).isEqualTo(OptionalLong.of(4));
      assertThat(other.compareAndSet(7, 4, 4)).isTrue();
      assertThat(other.compareAndSet(7, 5, 6)).isFalse();
      assertThat(client.read(8)).isEqualTo(OptionalLong.of(Long.MAX_VALUE));
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void countersAndIds(Shape shape) throws Exception {
    JdbcClients clients = clients("statements", OptionNames.of(shape), "dialect", "h2");
    try (CounterClient client = open(clients, CounterClient.class);
        IdClient ids = open(clients, IdClient.class)) {
      assertThat(client.count(1)).isZero();
      client.increase(1, 2);
      client.increase(1, 40);
      assertThat(client.count(1)).isEqualTo(42);
      assertThat(List.of(ids.generate(5), ids.generate(5))).doesNotHaveDuplicates();
    }
  }

  @Test
  void sets() throws Exception {
    try (SetClient client = open(clients(), SetClient.class)) {
      client.add(1, 2);
      client.add(1, 2);
      assertThat(client.contains(1, 2)).isTrue();
      assertThat(client.contains(2, 2)).isFalse();
      client.remove(1, 2);
      client.remove(1, 2);
      assertThat(client.contains(1, 2)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void bank(Shape shape) throws Exception {
    JdbcClients clients = clients("statements", OptionNames.of(shape));
    try (BankClient client = open(clients, BankClient.class)) {
      assertThat(client.transfer(0, 2, 4, 10)).isTrue();
      assertThat(client.transfer(0, 1, 7, 10)).isFalse();
      assertThat(client.transfer(2, 0, 14, 10)).isTrue();
      assertThat(client.balances(3, 10)).containsExactly(20L, 10L, 0L);
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void transactions(Shape shape) throws Exception {
    for (String dialect : List.of("h2", "generic")) {
      JdbcClients clients =
          clients(
              "statements", OptionNames.of(shape), "dialect", dialect, "tables", "t_" + dialect);
      try (TransactionClient client = open(clients, TransactionClient.class)) {
        assertThat(
                client.execute(
                    List.of(
                        new MicroOp.Read(1),
                        new MicroOp.Append(1, 5),
                        new MicroOp.Append(1, 6),
                        new MicroOp.Read(1)),
                    ObjectKind.LIST))
            .containsExactly(Value.seq(), Value.seq(Value.of(5), Value.of(6)));
        assertThat(
                client.execute(
                    List.of(new MicroOp.Read(1), new MicroOp.Write(1, 9), new MicroOp.Read(1)),
                    ObjectKind.REGISTER))
            .containsExactly(Value.NIL, Value.of(9));
        assertThat(
                client.execute(List.of(new MicroOp.Add(1, 3), new MicroOp.Read(1)), ObjectKind.SET))
            .containsExactly(Value.seq(Value.of(3)));
      }
    }
  }

  @Test
  void anAbortedTransactionLeavesNothingAndItsClientGoesOn() throws Exception {
    try (TransactionClient client = open(clients(), TransactionClient.class)) {
      client.execute(List.of(new MicroOp.Add(1, 3)), ObjectKind.SET);
      List<MicroOp> twice = List.of(new MicroOp.Add(2, 1), new MicroOp.Add(1, 3));
      assertThatThrownBy(() -> client.execute(twice, ObjectKind.SET))
          .isInstanceOf(DefiniteFailure.class)
          .hasMessageStartingWith("sql-23505: ");
      assertThat(client.execute(List.of(new MicroOp.Read(2)), ObjectKind.SET))
          .containsExactly(Value.seq());
    }
  }

  @Test
  void updatesThatConflictFail() throws Exception {
    JdbcClients clients = clients("isolation", "snapshot");
    try (TransactionClient client = open(clients, TransactionClient.class);
        var other = DriverManager.getConnection(url.text() + ";LOCK_TIMEOUT=50")) {
      client.execute(List.of(new MicroOp.Write(1, 1)), ObjectKind.REGISTER);
      other.setAutoCommit(false);
      other.createStatement().executeUpdate("update ordeal_registers set v = 2");
      assertThatThrownBy(
              () -> client.execute(List.of(new MicroOp.Write(1, 3)), ObjectKind.REGISTER))
          .isInstanceOf(DefiniteFailure.class)
          .hasMessageStartingWith("sql-HYT00: ");
      other.rollback();
      assertThat(client.execute(List.of(new MicroOp.Read(1)), ObjectKind.REGISTER))
          .containsExactly(Value.of(1));
    }
  }

  @Test
  void aLevelThatTheDatabaseDoesNotHaveIsRefused() {
    JdbcClients clients = clients("isolation", "snapshot", "dialect", "generic");
    assertThatThrownBy(() -> clients.client(RegisterClient.class, url))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("isolation=snapshot");
  }

  @Test
  void tablesThatAreThereStay() throws Exception {
    JdbcClients clients = clients();
    try (RegisterClient client = open(clients, RegisterClient.class)) {
      client.write(1, 1);
      assertThat(clients.notReady(url, true)).isEmpty();
      assertThat(client.read(1)).isEqualTo(OptionalLong.of(1));
    }
  }

  @Test
  void whoIsNotThereIsNotReadyAndOpensNoClient() {
    JdbcClients clients = JdbcClients.of(Map.of());
    JdbcUrl none = new JdbcUrl("jdbc:h2:tcp://127.0.0.1:1/mem:x");
    assertThat(clients.notReady(none, true)).isPresent();
    assertThatThrownBy(() -> clients.client(RegisterClient.class, none))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(DefiniteFailure.class);
  }

  @Test
  @Timeout(12) // TimeLimitedDatabase waits for 15 s, and then holds it against the database.
  void whoDoesNotAnswerIsNotReady() {
    assertThat(JdbcClients.of(Map.of()).notReady(new JdbcUrl("jdbc:silent:x"), true))
        .hasValue("sql-08006: no answer");
  }

  @Test
  void otherContractsAreNotFulfilled() throws Exception {
    assertThat(clients().client(LockClient.class, url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere.jar", ""})
  void aDriverThatIsNotThereIsNamed(String driver) {
    JdbcClients clients = JdbcClients.of(Map.of("driver", driver));
    assertThatThrownBy(() -> clients.load(new JdbcUrl("jdbc:nobody:x")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("driver")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-coordinates", "h2", "a:b", ":::"})
  void whatCannotNameADriverIsRefusedBeforeItIsLookedFor(String driver) {
    assertThatThrownBy(() -> JdbcClients.of(Map.of("driver", driver)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("driver=%s: GROUP:ARTIFACT:VERSION or FILE.jar expected", driver);
  }

  /** The jar of the class path, in a class loader of its own: another class of the same name. */
  @Test
  void aDriverOfAJarIsLoadedApart() throws Exception {
    String jar = org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    Object driver = Drivers.find(jar, url);
    assertThat(driver.getClass().getName()).isEqualTo("org.h2.Driver");
    assertThat(driver).isNotInstanceOf(org.h2.Driver.class);
    assertThat(Collections.list(DriverManager.getDrivers()))
        .doesNotContain((java.sql.Driver) driver);
  }
}
