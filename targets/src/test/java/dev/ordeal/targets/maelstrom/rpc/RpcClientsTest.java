package dev.ordeal.targets.maelstrom.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.history.Value;
import dev.ordeal.targets.Address;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.UnexpectedAnswerException;
import dev.ordeal.workloads.counter.SharedCounterClient;
import dev.ordeal.workloads.echo.EchoClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.lock.LockClient;
import dev.ordeal.workloads.log.LogClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.BroadcastClient;
import dev.ordeal.workloads.set.GrowSetClient;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients make of a node's replies: here those that the test gives. */
class RpcClientsTest {
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  /** Bodies without in_reply_to; ID stands for the request's msg_id. */
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          asked.add(line);
          String id = line.replaceAll(".*\"msg_id\":([0-9]+).*", "$1");
          String reply = replies.take().replace("ID", id);
          socket.getOutputStream().write((reply + "\n").getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException | InterruptedException gone) {
        // The next client, or the end of the test.
      }
    }
  }

  private void reply(String body) {
    replies.add("{\"src\":\"n1\",\"dest\":\"c\",\"body\":{%s,\"in_reply_to\":ID}}".formatted(body));
  }

  private <C> C open(Class<C> contract) throws Exception {
    return contract.cast(
        RpcClients.open(contract, new Address("127.0.0.1", server.getLocalPort())).orElseThrow());
  }

  @Test
  void requestsAreThoseOfTheProtocol() throws Exception {
    reply("\"type\":\"read_ok\",\"value\":3");
    reply("\"type\":\"cas_ok\"");
    try (RegisterClient register = open(RegisterClient.class)) {
      assertThat(register.read(5)).hasValue(3);
      assertThat(register.compareAndSet(5, 3, 4)).isTrue();
    }
    assertThat(asked.take())
        .matches("\\{\"src\":\"c[0-9]+\",\"body\":\\{\"type\":\"read\",\"key\":5,\"msg_id\":1}}");
    assertThat(asked.take()).contains("\"type\":\"cas\",\"key\":5,\"from\":3,\"to\":4");
    reply("\"type\":\"topology_ok\"");
    reply("\"type\":\"broadcast_ok\"");
    reply("\"type\":\"read_ok\",\"messages\":[2,1]");
    try (BroadcastClient broadcast = open(BroadcastClient.class)) {
      broadcast.add(1);
      assertThat(broadcast.elements()).containsExactly(2L, 1L);
    }
    assertThat(asked.take()).contains("\"type\":\"topology\"");
    assertThat(asked.take()).contains("\"type\":\"broadcast\",\"message\":1");
    reply("\"type\":\"add_ok\"");
    try (SharedCounterClient counter = open(SharedCounterClient.class)) {
      counter.change(-2);
    }
    asked.take();
    assertThat(asked.take()).contains("\"type\":\"add\",\"delta\":-2");
  }

  @Test
  void logsAreSentToAndPolled() throws Exception {
    reply("\"type\":\"send_ok\",\"offset\":4");
    reply("\"type\":\"poll_ok\",\"msgs\":{\"k1\":[[4,9],[6,8]]}");
    reply("\"type\":\"poll_ok\",\"msgs\":{}");
    reply("\"type\":\"commit_offsets_ok\"");
    reply("\"type\":\"list_committed_offsets_ok\",\"offsets\":{\"k1\":6}");
    reply("\"type\":\"list_committed_offsets_ok\",\"offsets\":{}");
    try (LogClient log = open(LogClient.class)) {
      assertThat(log.send(1, 9)).isEqualTo(4);
      assertThat(log.poll(1, 4))
          .containsExactly(new LogClient.Message(4, 9), new LogClient.Message(6, 8));
      assertThat(log.poll(1, 7)).isEmpty();
      log.commit(1, 6);
      assertThat(log.committed(1)).hasValue(6);
      assertThat(log.committed(2)).isEmpty();
      reply("\"type\":\"poll_ok\",\"msgs\":{\"k1\":[[4,\"nine\"]]}");
      assertThatThrownBy(() -> log.poll(1, 4)).isInstanceOf(UnexpectedAnswerException.class);
    }
    assertThat(asked.take()).contains("\"type\":\"send\",\"key\":\"k1\",\"msg\":9");
    assertThat(asked.take()).contains("\"type\":\"poll\",\"offsets\":{\"k1\":4}");
    asked.take();
    assertThat(asked.take()).contains("\"type\":\"commit_offsets\",\"offsets\":{\"k1\":6}");
    assertThat(asked.take()).contains("\"type\":\"list_committed_offsets\",\"keys\":[\"k1\"]");
  }

  @Test
  void transactionsHaveTheirReads() throws Exception {
    List<MicroOp> steps =
        List.of(new MicroOp.Read(1), new MicroOp.Append(1, 7), new MicroOp.Read(2));
    reply("\"type\":\"txn_ok\",\"txn\":[[\"r\",1,[5,6]],[\"append\",1,7],[\"r\",2,null]]");
    try (TransactionClient client = open(TransactionClient.class)) {
      assertThat(client.execute(steps, ObjectKind.LIST))
          .containsExactly(Value.seq(Value.of(5), Value.of(6)), Value.seq());
      assertThat(asked.take()).contains("\"txn\":[[\"r\",1,null],[\"append\",1,7],[\"r\",2,null]]");
      reply("\"type\":\"txn_ok\",\"txn\":[[\"r\",1,4]]");
      assertThat(client.execute(List.of(new MicroOp.Read(1)), ObjectKind.REGISTER))
          .containsExactly(Value.of(4));
      reply("\"type\":\"txn_ok\",\"txn\":[[\"r\",1,null]]");
      assertThat(client.execute(List.of(new MicroOp.Read(1)), ObjectKind.REGISTER))
          .containsExactly(Value.NIL);
      reply("\"type\":\"txn_ok\",\"txn\":[]");
      assertThatThrownBy(() -> client.execute(steps, ObjectKind.LIST))
          .isInstanceOf(IOException.class);
    }
  }

  /** Which errors say for sure that nothing happened, as the protocol's table has it. */
  @ParameterizedTest
  @CsvSource({
    "0, false",
    "1, true",
    "10, true",
    "11, true",
    "12, true",
    "13, false",
    "14, true",
    "20, true",
    "21, true",
    "22, true",
    "30, true",
    "1000, false",
    "4711, false"
  })
  void errorsAreDefiniteOrNot(int code, boolean isDefinite) throws Exception {
    reply("\"type\":\"error\",\"code\":%d,\"text\":\"no\"".formatted(code));
    try (GrowSetClient set = open(GrowSetClient.class)) {
      assertThatThrownBy(() -> set.add(1))
          .isInstanceOf(isDefinite ? DefiniteFailure.class : IOException.class)
          .hasMessageContaining("error " + code);
    }
  }

  @Test
  void absentKeysAndMismatchesAreAnswers() throws Exception {
    try (RegisterClient register = open(RegisterClient.class)) {
      reply("\"type\":\"error\",\"code\":20");
      assertThat(register.read(1)).isEmpty();
      reply("\"type\":\"error\",\"code\":20");
      assertThat(register.compareAndSet(1, 2, 3)).isFalse();
      reply("\"type\":\"error\",\"code\":22");
      assertThat(register.compareAndSet(1, 2, 3)).isFalse();
    }
  }

  /** Whatever is no reply to this request leaves the outcome unknown. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"body\":{\"type\":\"echo_ok\",\"in_reply_to\":ID}}",
        "{\"body\":{\"type\":\"read_ok\",\"echo\":1,\"in_reply_to\":ID}}",
        "{\"body\":{\"in_reply_to\":ID}}",
        "hello",
        "[1"
      })
  void brokenRepliesAreNoAnswer(String reply) throws Exception {
    replies.add(reply);
    try (EchoClient echo = open(EchoClient.class)) {
      assertThatThrownBy(() -> echo.echo(1))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"boo\"", "[1]", "null", "1.5", "12345678901234567890"})
  void anotherEchoIsAnAnswerWhateverItIs(String heard) throws Exception {
    reply("\"type\":\"echo_ok\",\"echo\":" + heard);
    try (EchoClient echo = open(EchoClient.class)) {
      assertThat(echo.echo(1)).isEqualTo(Value.of(heard));
    }
  }

  @Test
  void aReplyToAnEarlierRequestIsNotTaken() throws Exception {
    replies.add(
        "{\"body\":{\"type\":\"echo_ok\",\"echo\":9,\"in_reply_to\":0}}\n"
            + "{\"body\":{\"type\":\"echo_ok\",\"echo\":1,\"in_reply_to\":ID}}");
    try (EchoClient echo = open(EchoClient.class)) {
      assertThat(echo.echo(1)).isEqualTo(Value.of(1));
    }
  }

  @Test
  void equalIdentifiersAreOneNumberWhateverTheyAre() throws Exception {
    try (IdClient ids = open(IdClient.class)) {
      reply("\"type\":\"generate_ok\",\"id\":\"n1-1\"");
      long one = ids.generate(0);
      reply("\"type\":\"generate_ok\",\"id\":[1,\"n1\"]");
      long other = ids.generate(0);
      reply("\"type\":\"generate_ok\",\"id\":\"n1-1\"");
      assertThat(ids.generate(0)).isEqualTo(one).isNotEqualTo(other);
    }
  }

  @Test
  void otherContractsAreNotFulfilled() throws Exception {
    assertThat(RpcClients.open(LockClient.class, new Address("127.0.0.1", 1))).isEmpty();
  }
}
