package dev.ordeal.targets.maelstrom.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the services answer, by the definitions of their consistencies. */
class ServiceHostTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MANY = 200;

  private ServiceHost host;

  @BeforeEach
  void start() throws Exception {
    host = ServiceHost.start(7);
  }

  /** The body of the reply. */
  private JsonNode ask(String client, String service, String body) {
    JsonNode reply =
        JSON.readTree(
            host.answer(
                "{\"src\":\"%s\",\"dest\":\"%s\",\"body\":%s}".formatted(client, service, body)));
    assertThat(reply.path("dest").asString()).isEqualTo(client);
    assertThat(reply.path("src").asString()).isEqualTo(service);
    return reply.path("body");
  }

  private JsonNode read(String client, String service, String key) {
    return ask(client, service, "{\"type\":\"read\",\"key\":\"%s\",\"msg_id\":4}".formatted(key));
  }

  private JsonNode write(String client, String service, String key, int value) {
    return ask(
        client, service, "{\"type\":\"write\",\"key\":\"%s\",\"value\":%d}".formatted(key, value));
  }

  private JsonNode swap(String client, String service, int from, int to, boolean creates) {
    return ask(
        client,
        service,
        "{\"type\":\"cas\",\"key\":\"k\",\"from\":%d,\"to\":%d,\"create_if_not_exists\":%s}"
            .formatted(from, to, creates));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lin-kv", "seq-kv"})
  void updatesSeeTheLastValue(String service) {
    assertThat(read("n1", service, "k").toString())
        .isEqualTo(
            "{\"type\":\"error\",\"code\":20,\"text\":\"key \\\"k\\\" does not exist\","
                + "\"in_reply_to\":4}");
    assertThat(swap("n1", service, 1, 2, false).path("code").asInt()).isEqualTo(20);
    assertThat(swap("n1", service, 1, 2, true).path("type").asString()).isEqualTo("cas_ok");
    assertThat(swap("n2", service, 1, 3, true).path("code").asInt()).isEqualTo(22);
    assertThat(swap("n2", service, 2, 3, false).path("type").asString()).isEqualTo("cas_ok");
    assertThat(write("n1", service, "k", 9).toString()).isEqualTo("{\"type\":\"write_ok\"}");
    assertThat(read("n1", service, "k").toString())
        .isEqualTo("{\"value\":9,\"type\":\"read_ok\",\"in_reply_to\":4}");
  }

  @Test
  void everybodySeesTheLastWriteOfLinKv() {
    for (int i = 0; i < MANY; i++) {
      write("n1", "lin-kv", "k", i);
      assertThat(read("n2", "lin-kv", "k").path("value").asInt()).isEqualTo(i);
    }
  }

  /** Old values are seen, but nobody sees time go back, and everybody sees his own writes. */
  @Test
  void viewsOfSeqKvLagAndNeverGoBack() {
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      write("n1", "seq-kv", "k", i);
      assertThat(read("n1", "seq-kv", "k").path("value").asInt()).isEqualTo(i);
      JsonNode value = read("n2", "seq-kv", "k").path("value");
      seen.add(value.isMissingNode() ? -1 : value.asInt());
    }
    assertThat(seen).isSorted();
    assertThat(new HashSet<>(seen)).hasSizeGreaterThan(3);
    int stale = 0;
    for (int i = 0; i < MANY; i++) {
      stale += seen.get(i) < i ? 1 : 0;
    }
    assertThat(stale).isPositive();
  }

  /** What one client sees of two keys is one state of both. */
  @Test
  void viewsOfSeqKvAreOfAllKeys() {
    for (int i = 0; i < MANY; i++) {
      write("n1", "seq-kv", "a", i);
      write("n1", "seq-kv", "b", i);
      String reader = "n" + (2 + i % 5);
      int b = read(reader, "seq-kv", "b").path("value").asInt(-1);
      int a = read(reader, "seq-kv", "a").path("value").asInt(-1);
      assertThat(a).isGreaterThanOrEqualTo(b);
    }
  }

  /** Replicas come to agree on one of the values, not always the one that was written last. */
  @Test
  void replicasOfLwwKvAgreeInTheEnd() {
    for (int i = 0; i < MANY; i++) {
      write("n1", "lww-kv", "k", i);
    }
    Set<Integer> late = new HashSet<>();
    for (int i = 0; i < 10 * MANY; i++) {
      int value = read("n2", "lww-kv", "k").path("value").asInt(-1);
      if (i >= 9 * MANY) {
        late.add(value);
      }
    }
    assertThat(late).hasSize(1);
    assertThat(late.iterator().next()).isBetween(0, MANY);
  }

  @Test
  void timestampsGrow() {
    long first = ask("n1", "lin-tso", "{\"type\":\"ts\"}").path("ts").asLong(-1);
    assertThat(ask("n2", "lin-tso", "{\"type\":\"ts\"}").path("ts").asLong()).isEqualTo(first + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lin-kv", "seq-kv", "lww-kv", "lin-tso"})
  void whatIsNoRequestIsAnError(String service) {
    assertThat(
            ask("n1", service, "{\"type\":\"drop\",\"key\":1,\"msg_id\":1}").path("code").asInt())
        .isEqualTo(10);
    if (!service.equals("lin-tso")) {
      assertThat(ask("n1", service, "{\"type\":\"read\"}").path("code").asInt()).isEqualTo(12);
      assertThat(ask("n1", service, "{\"type\":\"write\",\"key\":1}").path("code").asInt())
          .isEqualTo(12);
    }
  }
}
