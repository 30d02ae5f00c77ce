package dev.ordeal.targets.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ordeal.results.history.Value;
import dev.ordeal.targets.Address;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of etcd, and what becomes of its answers; they are those of a real one. */
class EtcdClientTest {
  private static final String FIVE = "{\"kvs\":[{\"mod_revision\":\"7\",\"value\":\"NQ==\"}]}";
  private static final String TIMEOUT = "{\"error\":\"etcdserver: request timed out\",\"code\":14}";

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private EtcdSession session;

  /** Answers to ranges, and to everything else. */
  private String range = FIVE;

  private String rest = "{\"header\":{\"revision\":\"8\"},\"succeeded\":true}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v3/kv/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(path.substring("/v3/kv/".length()) + " " + body);
          String answer = path.endsWith("range") ? range : rest;
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.equals(TIMEOUT) ? 503 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    session = new EtcdSession(new Address("127.0.0.1", server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    session.close();
    server.stop(0);
  }

  @Test
  void aRegisterIsReadAndAbsentAtFirst() throws Exception {
    EtcdRegisterClient client = new EtcdRegisterClient(session, true);
    assertThat(client.read(1)).isEqualTo(OptionalLong.of(5));
    assertThat(asked.getFirst()).contains("\"serializable\":true");
    range = "{\"header\":{}}";
    assertThat(client.read(1)).isEmpty();
  }

  @Test
  void whetherACompareAndSetTookPlaceIsToldByEtcdAlone() throws Exception {
    EtcdRegisterClient client = new EtcdRegisterClient(session, false);
    assertThat(client.compareAndSet(1, 5, 6)).isTrue();
    rest = "{\"header\":{}}";
    assertThat(client.compareAndSet(1, 5, 6)).isFalse();
    assertThat(asked).hasSize(2).allMatch(request -> request.startsWith("txn "));
    rest = TIMEOUT;
    assertThatThrownBy(() -> client.compareAndSet(1, 5, 6))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("request timed out");
  }

  @Test
  void whatFailsBeforeAnythingIsWrittenDidNotHappen() {
    range = TIMEOUT;
    assertThatThrownBy(() -> new EtcdCounterClient(session).increase(1, 1))
        .isInstanceOf(DefiniteFailure.class);
    assertThatThrownBy(() -> new EtcdTransactionClient(session).execute(steps(), ObjectKind.LIST))
        .isInstanceOf(DefiniteFailure.class);
    assertThat(asked).hasSize(2);
  }

  @Test
  void ofWhatFailsAtItsWriteNobodyKnows() {
    rest = TIMEOUT;
    assertThatThrownBy(() -> new EtcdCounterClient(session).increase(1, 1))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new EtcdTransactionClient(session).execute(steps(), ObjectKind.LIST))
        .isInstanceOf(IOException.class);
    assertThat(asked).hasSize(4);
  }

  @Test
  void aTransactionChangesWhatItReadIfThatIsAsItWas() throws Exception {
    List<Value> reads = new EtcdTransactionClient(session).execute(steps(), ObjectKind.LIST);
    assertThat(reads)
        .containsExactly(
            new Value.Seq(List.of(Value.of(5))), new Value.Seq(List.of(Value.of(5), Value.of(9))));
    assertThat(asked).hasSize(2);
    assertThat(asked.getLast()).contains("\"mod_revision\":\"7\"", EtcdSession.encoded("5,9"));
  }

  @Test
  void whoIsOvertakenAgainAndAgainDidNothing() {
    rest = "{\"header\":{}}";
    assertThatThrownBy(() -> new EtcdTransactionClient(session).execute(steps(), ObjectKind.LIST))
        .isInstanceOf(DefiniteFailure.class)
        .hasMessageContaining("overtaken");
  }

  @Test
  void anIdentifierIsTheRevisionOfAWrite() throws Exception {
    assertThat(new EtcdIdClient(session).generate(1)).isEqualTo(8);
  }

  private static List<MicroOp> steps() {
    return List.of(new MicroOp.Read(1), new MicroOp.Append(1, 9), new MicroOp.Read(1));
  }
}
