package dev.ordeal.targets.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.host.LocalMachine;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TargetFileTest {
  private static final String WHOLE =
      """
      name: store
      description: of a test
      nodes: 3
      ports: {client: client, peers: [peer, gossip]}
      options:
        mode: {description: how, default: safe, values: [safe, fast]}
      lists:
        others: {each: "${peer.name}=${peer.address.peer}", separator: ";", self: false}
      files:
        conf/store.conf: |
          port=${port.client} of ${node.name}, $${HOME} ${option.mode}
      environment: {MODE: "${option.mode}"}
      once: [["echo", "it's once"]]
      start: serve --peers ${list.others} --number ${node.number}/${nodes.count}
      ready: {tcp: client}
      logPatterns: [panic]
      programs: [sh]
      libraryTime: false
      clients:
        register:
          command: [client, "${client.address}"]
        set:
          http:
            add: {request: "PUT /${key}/${value}"}
            remove: {request: "DELETE /${key}/${value}"}
            contains: {request: "GET /${key}/${value}", absent: 404}
      """;

  @TempDir private Path folder;

  private YamlDatabase database(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("store.yml"), text);
    return new YamlDatabase(TargetFile.read(file), Map.of());
  }

  private NodeView node(int index) {
    return new NodeView(
        "n" + (index + 1),
        index,
        List.of("n1", "n2", "n3"),
        folder,
        (node, port) -> new Address("127.0.0." + node.substring(1), 1000 + port.length()),
        List.of(),
        new LocalMachine(),
        false);
  }

  @Test
  void aTargetIsWhatItsFileSays() throws IOException {
    YamlDatabase database = database(WHOLE);
    assertThat(database.name()).isEqualTo("store");
    assertThat(database.defaultNodes()).isEqualTo(3);
    assertThat(database.peerPorts()).containsExactly("peer", "gossip");
    assertThat(database.options()).containsExactly("mode=safe|fast  how (default: safe)");
    assertThat(database.asksLibraryForTime()).isFalse();
    assertThat(database.canBeBehindProxies()).isTrue();
    assertThat(database.logPatterns()).containsExactly("panic");
    assertThat(database.contracts()).containsOnly(RegisterClient.class, SetClient.class);
    List<String> command = database.launch(node(1));
    assertThat(command)
        .startsWith("env", "MODE=safe", "sh", "-c")
        .endsWith("serve", "--peers", "n1=127.0.0.1:1004;n3=127.0.0.3:1004", "--number", "2/3");
    assertThat(folder.resolve("conf/store.conf")).hasContent("port=1006 of n2, ${HOME} safe");
    assertThat(database.set(Map.of("mode", "fast")).launch(node(1))).contains("MODE=fast");
  }

  @Test
  void commandsOfOnceRunOnceAndAgainIfOneFailed() throws Exception {
    YamlDatabase database =
        database(
            WHOLE
                .replace("[[\"echo\", \"it's once\"]]", "[\"touch a'b\", test -e go]")
                .replace("start: serve", "start: echo"));
    assertThat(launched(database)).contains("once: 'test -e go' failed with status 1");
    Files.createFile(folder.resolve("go"));
    assertThat(launched(database)).startsWith("--peers").doesNotContain("once");
    assertThat(folder.resolve("a'b")).exists();
    Files.delete(folder.resolve("go"));
    assertThat(launched(database)).startsWith("--peers");
  }

  private String launched(YamlDatabase database) throws Exception {
    Process process =
        new ProcessBuilder(database.launch(node(0))).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  @Test
  void aFileThatIsNotUtf8IsRefusedWithItsLine() throws IOException {
    byte[] latin1 = "name: x\ndescription: für alle\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin1.yml"), latin1);
    assertThatThrownBy(() -> TargetFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void optionsAreChecked() throws IOException {
    YamlDatabase database = database(WHOLE);
    assertThatThrownBy(() -> database.set(Map.of("mode", "slow")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mode=slow: one of safe, fast expected");
    assertThatThrownBy(() -> database.set(Map.of("moed", "safe")))
        .hasMessage("moed: target store has no such option; did you mean mode?");
  }

  @Test
  void aNodeThatIsNotReadySaysWhy() throws Exception {
    YamlDatabase tcp = database(WHOLE);
    // A port that nobody listens on.
    Address nobody = new Address("127.0.0.1", 1);
    assertThat(tcp.notReady(nobody)).get().asString().contains("tcp 127.0.0.1:1", "refused");
    YamlDatabase http = database(WHOLE.replace("{tcp: client}", "{http: GET /up}"));
    assertThat(http.notReady(nobody)).get().asString().startsWith("GET /up: ");
    YamlDatabase command =
        database(WHOLE.replace("{tcp: client}", "{command: [sh, -c, echo no; exit 3]}"));
    assertThat(command.notReady(nobody)).contains("command sh: exit status 3: no");
    assertThat(database(WHOLE.replace("{tcp: client}", "{command: 'true'}")).isReady(nobody))
        .isTrue();
  }

  @Test
  void aCheckThatLeavesAProcessBehindDoesNotHang() throws Exception {
    YamlDatabase command =
        database(WHOLE.replace("{tcp: client}", "{command: [sh, -c, sleep 8 & exit 0]}"));
    long began = System.nanoTime();
    Optional<String> problem = command.notReady(new Address("127.0.0.1", 1));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(7));
    // Java may have closed the output when the command ended, or still wait for it.
    problem.ifPresent(
        text ->
            assertThat(text)
                .isEqualTo(
                    "command sh: 'sh' has ended, but something that it started holds its output"));
  }

  @Test
  void aLineOfAnEarlierStartMakesNoNodeReady() throws Exception {
    YamlDatabase database = database(WHOLE.replace("{tcp: client}", "{log: ^serving}"));
    Address client = node(0).own("client");
    assertThat(database.notReady(client)).get().asString().contains("has not been started");
    Path log = Files.writeString(folder.resolve("node.log"), "serving\n");
    database.launch(node(0));
    assertThat(database.notReady(client)).contains("log: no line matches '^serving' yet");
    Files.writeString(log, "serving\nup\nserving\n");
    assertThat(database.notReady(client)).isEmpty();
  }

  /** What stands in the file, what stands there instead, and a part of the message. */
  @ParameterizedTest
  @CsvFileSource(resources = "/yaml/wrong-targets.txt", delimiter = '|', quoteCharacter = '~')
  void whatIsWrongIsSaid(String right, String wrong, String message) {
    assertThat(WHOLE).contains(right);
    assertThatThrownBy(() -> database(WHOLE.replaceFirst(quoted(right), replacement(wrong))))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(problem -> assertThat(problem.getMessage()).hasSizeLessThanOrEqualTo(200))
        .hasMessageContaining("store.yml, line ")
        .hasMessageContaining(message);
  }

  private static String quoted(String text) {
    return Pattern.quote(text);
  }

  private static String replacement(String text) {
    return Matcher.quoteReplacement(text);
  }

  @Test
  void filesThatAreNoTargets() {
    assertThatThrownBy(() -> database("")).hasMessageContaining("the file is empty");
    assertThatThrownBy(() -> database("- a\n")).hasMessageContaining("a mapping expected");
    for (String damaged : List.of("name: a\u0007b\n", "name: [", "a: b: c\n", "[".repeat(2000))) {
      assertThatThrownBy(() -> database(damaged))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("store.yml, line ");
    }
    assertThatThrownBy(() -> database(WHOLE + "---\nname: two\n"))
        .hasMessageContaining("only one document");
    assertThatThrownBy(
            () -> database(WHOLE.replace("register:", "transactions:\n    http: {}\n  bank:")))
        .hasMessageContaining("transactions cannot be HTTP requests");
  }
}
