package dev.ordeal.targets.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.history.Value;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.calls.Contract;
import dev.ordeal.targets.foreign.Blame;
import dev.ordeal.targets.foreign.ProtocolException;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.lock.LockClient;
import dev.ordeal.workloads.queue.QueueClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shell scripts as clients: right ones, and whatever a program may do instead. */
@Timeout(30)
class ExternalProgramTest {
  private static final String OPENED = "read open; echo '{\"op\":\"opened\"}'; read call; ";

  @TempDir private Path folder;

  private ClientView view() {
    return new ClientView("n1", new Address("127.0.0.1", 7), new LocalPrograms(folder));
  }

  private ExternalProgram program(String script, Contract contract) throws Exception {
    ExternalCommand command =
        new ExternalCommand(
            List.of("sh", "-c", script), folder, Map.of("LABEL", "x"), Map.of("mode", "safe"));
    return ExternalProgram.open(command, contract, view());
  }

  private <C> C client(Class<C> type, String script) throws Exception {
    Contract contract = Contract.of(type).orElseThrow();
    return type.cast(contract.client(program(script, contract)));
  }

  /** A client whose program answers its first call so. */
  private <C> C answering(Class<C> type, String answer) throws Exception {
    return client(type, OPENED + "echo '" + answer + "'; read end");
  }

  @Test
  void callsAndResultsOfEachContract() throws Exception {
    String noValue = "{\"id\":1,\"type\":\"ok\"}";
    String yes = "{\"id\":1,\"type\":\"ok\",\"value\":true}";
    String no = "{\"id\":1,\"type\":\"ok\",\"value\":false}";
    String seven = "{\"id\":1,\"type\":\"ok\",\"value\":7}";
    String none = "{\"id\":1,\"type\":\"ok\",\"value\":null}";
    assertThat(answering(RegisterClient.class, seven).read(1)).hasValue(7);
    assertThat(answering(RegisterClient.class, none).read(1)).isEmpty();
    answering(RegisterClient.class, noValue).write(1, 2);
    assertThat(answering(RegisterClient.class, noValue).compareAndSet(1, 2, 3)).isTrue();
    assertThat(answering(RegisterClient.class, none).compareAndSet(1, 2, 3)).isTrue();
    assertThat(answering(RegisterClient.class, no).compareAndSet(1, 2, 3)).isFalse();
    assertThat(answering(SetClient.class, no).contains(1, 2)).isFalse();
    assertThat(answering(CounterClient.class, seven).count(1)).isEqualTo(7);
    assertThat(answering(QueueClient.class, none).dequeue(1)).isEmpty();
    assertThat(answering(LockClient.class, yes).acquire(1, 2)).isTrue();
    assertThat(answering(LockClient.class, no).release(1)).isFalse();
    assertThat(answering(IdClient.class, seven).generate(1)).isEqualTo(7);
    String steps = "{\"id\":1,\"type\":\"ok\",\"value\":[[\"append\",1,2],[\"r\",1,[2]]]}";
    assertThat(
            answering(TransactionClient.class, steps)
                .execute(List.of(new MicroOp.Append(1, 2), new MicroOp.Read(1)), ObjectKind.LIST))
        .containsExactly(Value.seq(Value.of(2)));
  }

  @Test
  void whatAProgramIsSent() throws Exception {
    try (RegisterClient client =
        client(
            RegisterClient.class,
            "read -r open; echo \"$open $LABEL\" >open; echo '{\"op\":\"opened\"}'; read -r call;"
                + " echo \"$call\" >call; echo '{\"id\":1,\"type\":\"ok\"}'; read e")) {
      client.compareAndSet(5, 6, 7);
    }
    assertThat(folder.resolve("open"))
        .hasContent(
            "{\"op\":\"open\",\"protocol\":1,\"contract\":\"register\",\"node\":\"n1\","
                + "\"host\":\"127.0.0.1\",\"port\":7,\"options\":{\"mode\":\"safe\"}} x");
    assertThat(folder.resolve("call"))
        .hasContent(
            "{\"op\":\"invoke\",\"id\":1,\"function\":\"cas\",\"key\":5,\"old\":6,\"new\":7}");
  }

  @Test
  void anAnswerThatIsNotUtf8LeavesAWriteUnknown() throws Exception {
    String latin1 = OPENED + "printf '{\"id\":1,\"type\":\"ok\",\"note\":\"\\344\"}\\n'; read end";
    try (RegisterClient client = client(RegisterClient.class, latin1)) {
      assertThatThrownBy(() -> client.write(1, 2))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining(", line 2, to write: not UTF-8");
    }
  }

  /** None of these says that the write happened, or that it did not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"id":2,"type":"ok"}                  | "id": 1 expected
          {"id":"1","type":"ok"}                | "id": 1 expected
          {"id":1.0,"type":"ok"}                | "id": 1 expected
          {"type":"ok"}                         | "id": 1 expected
          {"id":1}                              | "type" must be ok, fail or info
          {"id":1,"type":"OK"}                  | "type" must be ok, fail or info
          {"id":1,"type":"fail","lost":"yes"}   | "lost" must be true or false
          {"id":1,"type":"ok","type":"fail"}    | not a JSON object
          {"id":1,"type":"ok"} {}               | not a JSON object
          {"id":1,"type":"ok"                   | not a JSON object
          [1]                                   | not a JSON object
          Traceback: oops                       | not a JSON object
          """)
  void whatIsNoAnswerLeavesAWriteUnknown(String answer, String message) throws Exception {
    try (RegisterClient client = answering(RegisterClient.class, answer)) {
      assertThatThrownBy(() -> client.write(1, 2))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining(", line 2, to write: " + message)
          .hasMessageStartingWith("sh -c ")
          .satisfies(thrown -> assertThat(Blame.isMistake(thrown)).isTrue());
    }
    assertThat(Files.readString(folder.resolve("n1.log"))).contains("; the line: " + answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"id":1,"type":"ok"}
          {"id":1,"type":"ok","value":"7"}
          {"id":1,"type":"ok","value":7.0}
          {"id":1,"type":"ok","value":[7]}
          {"id":1,"type":"ok","value":99999999999999999999}
          """)
  void aReadWithoutAWholeNumberIsNotOk(String answer) throws Exception {
    try (RegisterClient client = answering(RegisterClient.class, answer)) {
      assertThatThrownBy(() -> client.read(1))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("\"value\": a whole number or null expected");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [["r",1,[2]]]                  | 2 steps expected
          [["append",1,3],["r",1,[2]]]   | step 1: [append, 1, 2] expected
          [["append",1,2],["r",2,[2]]]   | step 2: result of [r, 1, null]
          [["append",1,2],["r",1,null]]  | step 2: result of [r, 1, null]
          [["append",1,2],["r",1,["2"]]] | step 2: result of [r, 1, null]
          """)
  void aTransactionIsAnsweredByItsOwnSteps(String value, String message) throws Exception {
    String answer = "{\"id\":1,\"type\":\"ok\",\"value\":" + value + "}";
    try (TransactionClient client = answering(TransactionClient.class, answer)) {
      assertThatThrownBy(
              () ->
                  client.execute(
                      List.of(new MicroOp.Append(1, 2), new MicroOp.Read(1)), ObjectKind.LIST))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void failuresAreDefiniteAndInfoIsNot() throws Exception {
    try (RegisterClient client =
        answering(
            RegisterClient.class,
            "{\"id\":1,\"type\":\"fail\",\"error\":\"full: no room\",\"lost\":true}")) {
      assertThatThrownBy(() -> client.write(1, 2))
          .isInstanceOfSatisfying(
              DefiniteFailure.class, failure -> assertThat(failure.isClientLost()).isTrue())
          .hasMessage("full: no room");
    }
    try (RegisterClient client =
        answering(RegisterClient.class, "{\"id\":1,\"type\":\"info\",\"error\":\"timeout\"}")) {
      assertThatThrownBy(() -> client.write(1, 2))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("timeout");
    }
  }

  @Test
  void anAnswerToNoCallIsNoneToTheNext() throws Exception {
    String answer = "'{\"id\":1,\"type\":\"ok\"}'";
    String twice = OPENED + "echo " + answer + "; echo " + answer + "; read call; read end";
    try (RegisterClient client = client(RegisterClient.class, twice)) {
      client.write(1, 2);
      // Seen before the call is sent, or as its answer: neither is one.
      assertThatThrownBy(() -> client.write(1, 3))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("line 3");
    }
  }

  @Test
  void aLineWithoutAnEndIsNotKept() throws Exception {
    String script = OPENED + "head -c 3000000 /dev/zero | tr '\\0' x; echo; read end";
    try (RegisterClient client = client(RegisterClient.class, script)) {
      assertThatThrownBy(() -> client.write(1, 2))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("longer than 1048576 bytes");
    }
  }

  @Test
  void aProgramThatEndsInACallLeavesItUnknownAndItsLastWordsAreShown() throws Exception {
    try (RegisterClient client =
        client(RegisterClient.class, OPENED + "echo one >&2; echo 'ValueError: x' >&2; exit 3")) {
      assertThatThrownBy(() -> client.write(1, 2))
          .isExactlyInstanceOf(IOException.class)
          .hasMessageContaining("ended with status 3 in write: ValueError: x");
    }
    assertThat(Files.readString(folder.resolve("n1.log"))).contains("one", "ValueError: x");
  }

  @Test
  void aProgramThatEndedBetweenCallsGotNone() throws Exception {
    String script = OPENED + "echo '{\"id\":1,\"type\":\"ok\"}'; exit 0";
    try (RegisterClient client = client(RegisterClient.class, script)) {
      client.write(1, 2);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      Throwable thrown = null;
      // Once the end of its output has been read, nothing is sent any more.
      while (!(thrown instanceof DefiniteFailure) && System.nanoTime() < deadline) {
        try {
          client.write(1, 3);
        } catch (Exception failed) {
          thrown = failed;
        }
      }
      assertThat(thrown).isInstanceOf(DefiniteFailure.class).hasMessageStartingWith("no-client: ");
    }
  }

  @Test
  void aProgramThatCannotBeStartedOrDoesNotOpen() {
    assertThatThrownBy(() -> program("exec /nowhere/at-all", Contract.REGISTER))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("ended with status 127 in open");
    assertThatThrownBy(() -> program("echo refused >&2; exit 1", Contract.REGISTER))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("ended with status 1 in open: refused");
    assertThatThrownBy(
            () -> program("echo '{\"type\":\"fail\",\"error\":\"no route\"}'", Contract.REGISTER))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("refused to open: no route");
    assertThatThrownBy(() -> program("echo hello; read e", Contract.REGISTER))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("line 1, to open: not a JSON object: hello");
  }

  @Test
  void aCallThatIsInterruptedEndsTheProgramAndWhatItStarted() throws Exception {
    String script =
        "sleep 600 & echo $! >child; "
            + OPENED
            + "echo $$ >own; echo begun >begun; while :; do sleep 600; done";
    ExternalProgram program = program(script, Contract.REGISTER);
    RegisterClient client = (RegisterClient) Contract.REGISTER.client(program);
    CountDownLatch over = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    client.write(1, 2);
                  } catch (Exception failed) {
                    thrown.set(failed);
                  }
                  client.close();
                  over.countDown();
                });
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!Files.exists(folder.resolve("begun")) && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    caller.interrupt();
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    for (String file : List.of("own", "child")) {
      long pid = Long.parseLong(Files.readString(folder.resolve(file)).strip());
      Optional<ProcessHandle> process = ProcessHandle.of(pid);
      if (process.isPresent()) {
        process.get().onExit().get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aLogThatCannotBeWrittenDoesNotBlockAProgram() throws Exception {
    Files.createDirectory(folder.resolve("n1.log"));
    String moreThanAPipeHolds = "yes error | head -c 200000 >&2; ";
    String script = OPENED + moreThanAPipeHolds + "echo '{\"id\":1,\"type\":\"ok\"}'; read end";
    try (RegisterClient client = client(RegisterClient.class, script)) {
      client.write(1, 2);
    }
  }

  @Test
  void aProgramThatIgnoresTheEndOfItsInputIsKilled() throws Exception {
    String script = OPENED + "echo $$ >own; echo '{\"id\":1,\"type\":\"ok\"}'; exec sleep 600";
    RegisterClient client = client(RegisterClient.class, script);
    client.write(1, 2);
    long began = System.nanoTime();
    client.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    long pid = Long.parseLong(Files.readString(folder.resolve("own")).strip());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }
}
