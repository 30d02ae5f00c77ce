package dev.ordeal.targets.rqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ordeal.results.history.Value;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.host.LocalMachine;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.UnexpectedAnswerException;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of rqlite, and what becomes of its answers; they are those of a real one. */
class RqliteClientTest {
  private static final String CHANGED =
      "{\"results\":[{\"last_insert_id\":3,\"rows_affected\":1}]}";
  private static final String UNCHANGED = "{\"results\":[{\"last_insert_id\":3}]}";
  private static final String FIVE =
      "{\"results\":[{\"columns\":[\"value\"],\"types\":[\"integer\"],\"values\":[[5]]}]}";
  private static final String NO_ROW =
      "{\"results\":[{\"columns\":[\"value\"],\"types\":[\"integer\"]}]}";

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private RqliteSession session;
  private String answer = CHANGED;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(exchange.getRequestURI() + " " + body);
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    session = new RqliteSession(address(), "strong", Duration.ofSeconds(5));
  }

  private Address address() {
    return new Address("127.0.0.1", server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    session.close();
    server.stop(0);
  }

  @Test
  void aRegisterIsReadAtTheLevelAskedForAndAbsentAtFirst() throws Exception {
    RqliteRegisterClient client = new RqliteRegisterClient(session);
    answer = FIVE;
    assertThat(client.read(1)).isEqualTo(OptionalLong.of(5));
    assertThat(asked.getFirst()).startsWith("/db/query?level=strong ");
    answer = NO_ROW;
    assertThat(client.read(1)).isEmpty();
  }

  @Test
  void whetherACompareAndSetTookPlaceIsToldByTheRowsThatItChanged() throws Exception {
    RqliteRegisterClient client = new RqliteRegisterClient(session);
    assertThat(client.compareAndSet(1, 5, 6)).isTrue();
    answer = UNCHANGED;
    assertThat(client.compareAndSet(1, 5, 6)).isFalse();
    assertThat(asked).hasSize(2).allMatch(request -> request.endsWith(",6,1,5]]"));
  }

  /** It does not know a leader, so the request went nowhere. */
  @ParameterizedTest
  @ValueSource(strings = {"leader not found", "not leader"})
  void whatRqliteRefusesBeforeItDoesAnythingIsADefiniteFailure(String error) {
    status = 503;
    answer = error + "\n";
    assertThatThrownBy(() -> new RqliteRegisterClient(session).write(1, 5))
        .isInstanceOf(DefiniteFailure.class)
        .hasMessage(error.replace(' ', '-'));
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leadership lost while committing log",
        "timed out enqueuing operation",
        "node is not the leader, or so says a proxy"
      })
  void whatMayHaveHappenedIsNoDefiniteFailure(String error) {
    status = 503;
    answer = error;
    assertThatThrownBy(() -> new RqliteRegisterClient(session).write(1, 5))
        .isInstanceOf(IOException.class)
        .hasMessage(error);
    status = 200;
    answer = "{\"error\":\"" + error + "\"}";
    assertThatThrownBy(() -> new RqliteRegisterClient(session).write(1, 5))
        .isInstanceOf(IOException.class)
        .hasMessage(error);
    assertThat(asked).hasSize(2);
  }

  @Test
  void anErrorOfOneStatementIsNoAnswer() {
    answer = "{\"results\":[{\"error\":\"no such table: registers\"}]}";
    assertThatThrownBy(() -> new RqliteRegisterClient(session).read(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such table");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>no rqlite</html>",
        "{\"results\":[]}",
        "{\"results\":[{\"values\":[[\"five\"]]}]}",
        "{\"results\":[{\"values\":[[null]]}]}",
        "{\"results\":[{\"values\":[[5.5]]}]}"
      })
  void whatIsNoAnswerOfRqliteIsNoValue(String nonsense) {
    answer = nonsense;
    assertThatThrownBy(() -> new RqliteRegisterClient(session).read(1))
        .isInstanceOf(IOException.class);
  }

  @Test
  void nobodyThatListensIsADefiniteFailure() {
    server.stop(0);
    assertThatThrownBy(() -> new RqliteRegisterClient(session).write(1, 5))
        .isInstanceOf(DefiniteFailure.class)
        .hasMessageStartingWith("connection-refused");
  }

  @Test
  void aTransactionIsOneRequestAndItsReadsAreInTheirOrder() throws Exception {
    answer =
        "{\"results\":[{\"values\":[[1],[2]]},{\"last_insert_id\":3,\"rows_affected\":1},"
            + "{\"values\":[[1],[2],[3]]}]}";
    List<Value> reads =
        new RqliteTransactionClient(session)
            .execute(
                List.of(new MicroOp.Read(7), new MicroOp.Append(7, 3), new MicroOp.Read(7)),
                ObjectKind.LIST);
    assertThat(reads).extracting(Value::toString).containsExactly("[1, 2]", "[1, 2, 3]");
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst())
        .startsWith("/db/request?transaction&level=strong ")
        .contains("ORDER BY id\",7],")
        .contains("VALUES (?, ?)\",7,3]");
  }

  @Test
  void fewerResultsThanStatementsAreNone() {
    assertThatThrownBy(
            () ->
                new RqliteTransactionClient(session)
                    .execute(
                        List.of(new MicroOp.Write(1, 1), new MicroOp.Read(1)), ObjectKind.REGISTER))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessage("1 results of 2 statements");
  }

  @Test
  void theOldestElementIsTakenInTheTransactionThatShowsIt() throws Exception {
    answer = "{\"results\":[{\"values\":[[9]]},{\"last_insert_id\":3,\"rows_affected\":1}]}";
    assertThat(new RqliteQueueClient(session).dequeue(2)).isEqualTo(OptionalLong.of(9));
    answer = "{\"results\":[{},{\"last_insert_id\":3}]}";
    assertThat(new RqliteQueueClient(session).dequeue(2)).isEmpty();
    assertThat(asked).hasSize(2);
  }

  @Test
  void accountsThatNobodyTouchedHoldWhatAllHeldAtFirst() throws Exception {
    answer = "{\"results\":[{\"values\":[[1,7]]}]}";
    assertThat(new RqliteBankClient(session).balances(3, 10)).containsExactly(10L, 7L, 10L);
  }

  @Test
  void aNodeThatIsNotReadySaysWhy() {
    status = 503;
    answer = "[+]node ok\n[+]leader does not exist\n[+]store ok";
    assertThat(new RqliteDatabase().notReady(address()))
        .contains("[+]node ok, [+]leader does not exist, [+]store ok");
    server.stop(0);
    assertThat(new RqliteDatabase().notReady(address())).get().asString().isNotEmpty();
  }

  /**
   * One database may be tried again and again in one process, with a cluster of its own each time.
   */
  @Test
  void eachClusterGetsItsTables() throws IOException {
    RqliteDatabase database = new RqliteDatabase();
    NodeView node =
        new NodeView(
            "n1",
            0,
            List.of("n1"),
            Path.of("n1"),
            (of, port) -> address(),
            List.of(),
            new LocalMachine(),
            false);
    answer =
        "{\"results\":[%s]}".formatted(String.join(",", Collections.nCopies(10, "{\"rows\":0}")));
    for (int cluster = 1; cluster <= 2; cluster++) {
      database.prepare(node);
      assertThat(database.notReady(address())).isEmpty();
      assertThat(database.notReady(address())).isEmpty();
      assertThat(asked).filteredOn(request -> request.contains("CREATE TABLE")).hasSize(cluster);
    }
  }

  @Test
  void aLevelThatRqliteDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> new RqliteDatabase(Map.of("reads", "stale")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "reads=stale: rqlite's read consistency is one of linearizable, strong, weak, none");
  }
}
