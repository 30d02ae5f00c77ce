package dev.ordeal.targets.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.history.Value;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientPrograms;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.NodeView;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.UnexpectedAnswerException;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of whom, and what becomes of a call when something goes wrong. */
@Timeout(30)
class RedisSessionTest {
  private static final String REPLICA = "*1\r\n$5\r\nslave\r\n";

  private final RedisNodes nodes = new RedisNodes();
  private FakeRedis sentinel;
  private FakeRedis first;
  private FakeRedis second;

  /** The node that the sentinel names. */
  private volatile FakeRedis master;

  @BeforeEach
  void start() throws IOException {
    first = new FakeRedis(command -> null);
    second = new FakeRedis(command -> null);
    master = first;
    sentinel =
        new FakeRedis(command -> command.startsWith("SENTINEL") ? named(master.address()) : null);
    learn("n1", first);
    learn("n2", second);
  }

  private static String named(Address address) {
    String port = Integer.toString(address.port());
    return "*2\r\n$9\r\n%s\r\n$%d\r\n%s\r\n".formatted(address.host(), port.length(), port);
  }

  private void learn(String name, FakeRedis server) {
    Map<String, Address> ports =
        Map.of(RedisNodes.SERVER, server.address(), RedisNodes.SENTINEL, sentinel.address());
    nodes.learn(
        new NodeView(
            name,
            0,
            List.of("n1", "n2"),
            Path.of(name),
            (node, port) -> ports.get(port),
            List.of(),
            null,
            false));
  }

  private RedisSession session(String... options) throws IOException {
    Map<String, String> set = options.length == 0 ? Map.of() : Map.of(options[0], options[1]);
    return new RedisSession(
        nodes, new ClientView("n1", first.address(), ClientPrograms.NONE), RedisSettings.of(set));
  }

  @AfterEach
  void stop() throws IOException {
    for (FakeRedis each : List.of(sentinel, first, second)) {
      each.close();
    }
  }

  @Test
  void sentinelIsAskedWhenAClientConnects() throws Exception {
    try (RedisSession session = session()) {
      session.update("SET", "a", "1");
      master = second;
      session.update("SET", "a", "2");
      first.answers(command -> command.startsWith("SET") ? FakeRedis.HANG_UP : null);
      assertThatThrownBy(() -> session.update("SET", "a", "3")).isInstanceOf(IOException.class);
      session.update("SET", "a", "4");
      assertThat(first.asked()).containsExactly("SET a 1", "SET a 2", "SET a 3");
      assertThat(second.asked()).containsExactly("SET a 4");
    }
  }

  @Test
  void theMasterIsFollowedBeforeEachCallIfThatIsWanted() throws Exception {
    try (RedisSession session = session("ask", "call")) {
      RedisRegisterClient client = new RedisRegisterClient(session);
      client.write(1, 5);
      client.write(1, 6);
      master = second;
      client.write(1, 7);
      assertThat(first.asked()).containsExactly("SET register:1 5", "SET register:1 6");
      assertThat(first.connections()).isEqualTo(1);
      assertThat(second.asked()).containsExactly("SET register:1 7");
    }
  }

  @Test
  void aTextForANumberIsNoAnswer() throws Exception {
    first.answers(command -> command.matches("(GET|LPOP|INCR) .*") ? "$3\r\nboo\r\n" : null);
    try (RedisSession session = session()) {
      assertThatThrownBy(() -> new RedisRegisterClient(session).read(1))
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessageContaining("boo");
      assertThatThrownBy(() -> new RedisQueueClient(session).dequeue(1))
          .isInstanceOf(UnexpectedAnswerException.class);
      assertThatThrownBy(() -> new RedisIdClient(session).generate(1))
          .isInstanceOf(UnexpectedAnswerException.class);
    }
  }

  @Test
  void aReplicaThatSentinelNamesIsToldNothing() throws Exception {
    try (RedisSession session = session("ask", "call")) {
      second.answers(command -> command.equals("ROLE") ? REPLICA : null);
      master = second;
      assertThatThrownBy(() -> session.update("SET", "a", "1"))
          .isInstanceOf(DefiniteFailure.class)
          .hasMessageStartingWith("not-master: Sentinel names n2")
          .satisfies(e -> assertThat(((DefiniteFailure) e).isClientLost()).isFalse());
      assertThat(second.asked()).isEmpty();
      second.answers(command -> null);
      session.update("SET", "a", "2");
      assertThat(second.asked()).containsExactly("SET a 2");
    }
  }

  @Test
  void aRefusalIsAFailureOfThatCallAlone() throws Exception {
    try (RedisSession session = session()) {
      first.answers(command -> command.startsWith("SET") ? "-READONLY no\r\n" : null);
      assertThatThrownBy(() -> session.update("SET", "a", "1"))
          .isInstanceOf(DefiniteFailure.class)
          .hasMessage("refused: READONLY no");
      first.answers(command -> null);
      assertThat(session.update("SET", "a", "2")).isEqualTo("OK");
      assertThat(first.connections()).as("the role is looked at again").isEqualTo(2);
    }
  }

  @Test
  void ofOtherErrorsAndOfLostAnswersNobodyKnows() throws Exception {
    for (String answer : List.of("-ERR something\r\n", FakeRedis.HANG_UP, "HTTP/1.1 400\r\n")) {
      first.answers(command -> null);
      try (RedisSession session = session()) {
        first.answers(command -> command.startsWith("SET") ? answer : null);
        assertThatThrownBy(() -> session.update("SET", "a", "1"))
            .as(answer)
            .isInstanceOf(IOException.class);
      }
    }
    assertThat(first.asked()).as("nothing is repeated").hasSize(3);
  }

  @Test
  void withoutSentinelNothingIsSentAndTheClientIsLost() throws Exception {
    try (RedisSession session = session("ask", "call")) {
      sentinel.close();
      assertThatThrownBy(() -> session.update("SET", "a", "1"))
          .isInstanceOf(DefiniteFailure.class)
          .hasMessageStartingWith("no-sentinel: ")
          .satisfies(e -> assertThat(((DefiniteFailure) e).isClientLost()).isTrue());
      assertThat(first.asked()).isEmpty();
    }
  }

  @Test
  void aMasterThatIsGoneFailsTheCallsUntilThereIsAnother() throws Exception {
    try (RedisSession session = session()) {
      first.close();
      assertThatThrownBy(() -> session.update("SET", "a", "1")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> session.update("SET", "a", "2"))
          .isInstanceOf(DefiniteFailure.class)
          .hasMessageStartingWith("no-master: n1: ");
      master = second;
      assertThat(session.update("SET", "a", "3")).isEqualTo("OK");
    }
  }

  @Test
  void aWriteIsUnknownUntilReplicasHaveIt() throws Exception {
    try (RedisSession session = session("wait", "1")) {
      waiting(":1\r\n");
      assertThat(session.update("SET", "a", "1")).isEqualTo("OK");
      assertThat(first.asked()).containsExactly("SET a 1", "WAIT 1 1000");
      for (String answer : List.of(":0\r\n", "-UNBLOCKED now a replica\r\n")) {
        waiting(answer);
        assertThatThrownBy(() -> session.update("SET", "a", "1"))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("WAIT 1: ");
      }
      first.answers(command -> command.startsWith("SET") ? "-NOREPLICAS no\r\n" : null);
      assertThatThrownBy(() -> session.update("SET", "a", "1")).isInstanceOf(DefiniteFailure.class);
      session.read("GET", "a");
      assertThat(first.asked().getLast()).isEqualTo("GET a");
    }
  }

  private void waiting(String answer) {
    first.answers(command -> command.startsWith("WAIT") ? answer : null);
  }

  @Test
  void aTransactionIsOneOfRedis() throws Exception {
    try (RedisSession session = session()) {
      first.answers(command -> command.equals("EXEC") ? "*2\r\n*1\r\n$1\r\n5\r\n:2\r\n" : null);
      assertThat(execute(session)).containsExactly(new Value.Seq(List.of(Value.of(5))));
      assertThat(first.asked())
          .containsExactly("MULTI", "LRANGE LIST:1 0 -1", "RPUSH LIST:1 9", "EXEC");
    }
  }

  private static List<Value> execute(RedisSession session) throws Exception {
    return new RedisTransactionClient(session)
        .execute(List.of(new MicroOp.Read(1), new MicroOp.Append(1, 9)), ObjectKind.LIST);
  }

  @Test
  void onlyATransactionThatIsDiscardedWholeHasFailed() throws Exception {
    try (RedisSession session = session()) {
      first.answers(answering("RPUSH", "-READONLY no\r\n", "-EXECABORT Discarded\r\n"));
      assertThatThrownBy(() -> execute(session)).isInstanceOf(DefiniteFailure.class);
      first.answers(answering("MULTI", "-ERR no\r\n", "-ERR EXEC without MULTI\r\n"));
      assertThatThrownBy(() -> execute(session)).isInstanceOf(IOException.class);
      first.answers(answering("MULTI", "+OK\r\n", "*2\r\n*0\r\n-OOM no\r\n"));
      assertThatThrownBy(() -> execute(session))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("one command");
    }
  }

  private static Function<String, String> answering(String start, String answer, String exec) {
    return command -> command.equals("EXEC") ? exec : command.startsWith(start) ? answer : null;
  }
}
