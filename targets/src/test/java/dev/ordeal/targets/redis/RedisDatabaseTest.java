package dev.ordeal.targets.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.host.LocalMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options, and the files of a node. */
class RedisDatabaseTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version     | 5.0     | version=5.0: one of 7.0.15, 6.2.7, installed expected; another",
        "archive     | /nowhere| archive=/nowhere: cannot be read",
        "archive     | /tmp    | archive=/tmp: cannot be read",
        "appendonly  | off     | appendonly=off: one of yes, no expected",
        "appendfsync | never   | appendfsync=never: one of always, everysec, no expected",
        "wait        | many    | wait=many: a number from 0 to 24 expected",
        "wait        | -1      | wait=-1: a number from 0",
        "down-after-milliseconds | 1s | down-after-milliseconds=1s: a number from 100",
        "fsync       | no      | fsync: no such option; known: appendfsync, appendonly, archive,",
      })
  void wrongOptionsAreNamed(String option, String value, String message) {
    assertThatThrownBy(() -> new RedisDatabase(Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200));
  }

  @Test
  void oneOptionSaysWhatIsRun() {
    assertThatThrownBy(
            () -> new RedisDatabase(Map.of("version", "6.2.7", "archive", "redis.tar.gz")))
        .hasMessageStartingWith("archive, version: ");
  }

  private NodeView node(int index, boolean isForwarded) {
    List<String> names = List.of("n1", "n2", "n3");
    return new NodeView(
        names.get(index),
        index,
        names,
        folder.resolve(names.get(index)),
        (name, port) -> {
          int at = names.indexOf(name);
          int number = 7000 + 10 * at + (port.equals("sentinel") ? 1 : 0);
          String host =
              !isForwarded ? "10.0.0." + at : at == index ? NodeView.loopbackHost(at) : "127.0.0.1";
          return new Address(host, number);
        },
        List.of(),
        new LocalMachine(),
        false);
  }

  private String file(String node, String name) throws IOException {
    return Files.readString(folder.resolve(node).resolve(name));
  }

  @Test
  void allNodesKnowANodeByOneAddress() throws IOException {
    RedisDatabase database = new RedisDatabase(Map.of("version", "installed"));
    for (int i = 0; i < 3; i++) {
      List<String> command = database.launch(node(i, true));
      assertThat(command.getLast()).isEqualTo("127.0.1." + (i + 1));
    }
    assertThat(file("n1", "redis.conf"))
        .contains("bind 127.0.1.1\n", "replica-announce-ip 127.0.0.1\n")
        .contains("replica-announce-port 7000\n")
        .doesNotContain("replicaof");
    assertThat(file("n3", "redis.conf")).contains("replicaof 127.0.0.1 7000\n");
    for (String node : List.of("n1", "n2", "n3")) {
      assertThat(file(node, "sentinel.conf"))
          .contains("sentinel announce-ip 127.0.0.1\n")
          .contains("sentinel monitor store 127.0.0.1 7000 2\n")
          .contains("sentinel known-replica store 127.0.0.1 7010\n")
          .contains("sentinel known-replica store 127.0.0.1 7020\n");
    }
    assertThat(file("n1", "sentinel.conf"))
        .contains("known-sentinel store 127.0.0.1 7021 " + "0".repeat(39) + "3")
        .doesNotContain("known-sentinel store 127.0.0.1 7001");
  }

  @Test
  void nodesWithHostsOfTheirOwnAreKnownByThem() throws IOException {
    RedisDatabase database = new RedisDatabase(Map.of("version", "installed"));
    assertThat(database.launch(node(1, false)).getLast()).isEmpty();
    assertThat(file("n2", "redis.conf"))
        .contains("replica-announce-ip 10.0.0.1\n", "replicaof 10.0.0.0 7000\n");
  }

  @Test
  void whatServersAndSentinelsWroteIntoTheirFilesStays() throws IOException {
    RedisDatabase database = new RedisDatabase(Map.of("version", "installed"));
    database.launch(node(1, true));
    Files.writeString(folder.resolve("n2/redis.conf"), "replicaof no one\n");
    database.launch(node(1, true));
    assertThat(file("n2", "redis.conf")).isEqualTo("replicaof no one\n");
  }

  @Test
  void moreReplicasThanThereAreCannotBeWaitedFor() {
    RedisDatabase database = new RedisDatabase(Map.of("version", "installed", "wait", "3"));
    assertThatThrownBy(() -> database.prepare(node(0, true)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of 3 nodes 2 are replicas");
  }

  @Test
  void anArchiveWithoutTheProgramIsRefused() throws Exception {
    Path archive = folder.resolve("other.tar.gz");
    Files.createDirectories(folder.resolve("other/bin"));
    Files.writeString(folder.resolve("other/bin/memcached"), "");
    assertThat(
            new ProcessBuilder("tar", "-C", folder.toString(), "-czf", archive.toString(), "other")
                .start()
                .waitFor())
        .isZero();
    RedisDatabase database = new RedisDatabase(Map.of("archive", archive.toString()));
    assertThatThrownBy(() -> database.prepare(node(0, true)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("there is none of bin/redis-server, src/redis-server");
  }
}
