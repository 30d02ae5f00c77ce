package dev.ordeal.targets.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the bytes of a server, right ones and wrong ones. */
@Timeout(30)
class RedisConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private static FakeRedis answering(String bytes) throws IOException {
    return new FakeRedis(command -> command.equals("PING") ? "+PONG\r\n" : bytes);
  }

  private static Object answer(String bytes) throws IOException {
    try (FakeRedis redis = answering(bytes);
        RedisConnection connection = new RedisConnection(redis.address(), LONG)) {
      return connection.call("GET", "x");
    }
  }

  @Test
  void everyKindOfAnswerIsRead() throws IOException {
    assertThat(answer("+OK\r\n")).isEqualTo("OK");
    assertThat(answer(":-42\r\n")).isEqualTo(-42L);
    assertThat(answer("$-1\r\n")).isNull();
    assertThat(answer("*-1\r\n")).isNull();
    assertThat(answer("$0\r\n\r\n")).isEqualTo("");
    assertThat(answer("$7\r\n√\r\nab\r\n")).isEqualTo("√\r\nab");
    assertThat(answer("*3\r\n:1\r\n$-1\r\n*1\r\n+x\r\n"))
        .isEqualTo(Arrays.asList(1L, null, List.of("x")));
  }

  @Test
  void anErrorIsARefusalAndTheConnectionGoesOn() throws IOException {
    Map<String, String> answers =
        Map.of("GET a", "-WRONGTYPE no\r\n", "GET b", "*2\r\n-ERR inner\r\n:2\r\n");
    try (FakeRedis redis = new FakeRedis(answers::get);
        RedisConnection connection = new RedisConnection(redis.address(), LONG)) {
      assertThatThrownBy(() -> connection.call("GET", "a"))
          .isInstanceOf(RedisRefusal.class)
          .hasMessage("WRONGTYPE no");
      assertThat((List<?>) connection.call("GET", "b")).element(0).isInstanceOf(RedisRefusal.class);
      assertThat(connection.call("SET", "c", "1")).isEqualTo("OK");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "\r\n",
        "$-2\r\n",
        "$99999999999\r\n",
        "$x\r\n",
        "*2000000\r\n",
        ":12a\r\n",
        "$2\r\nabc\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
      })
  void whatIsNoAnswerOfRedisIsSaid(String bytes) {
    assertThatThrownBy(() -> answer(bytes))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(RedisRefusal.class)
        .hasMessageStartingWith("no answer of Redis: ")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(120));
  }

  @Test
  void aLineHasABound() {
    assertThatThrownBy(() -> answer("+" + "x".repeat(70_000)))
        .hasMessageContaining("a line without an end");
  }

  @Test
  void anAnswerThatEndsInTheMiddleIsNone() throws IOException {
    try (FakeRedis redis = new FakeRedis(command -> null)) {
      RedisConnection connection = new RedisConnection(redis.address(), LONG);
      redis.answers(command -> command.equals("GET x") ? FakeRedis.HANG_UP : "$5\r\nab");
      assertThatThrownBy(
              () -> connection.pipeline(List.of(List.of("GET", "y"), List.of("GET", "x"))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("closed in the middle");
    }
  }

  @Test
  void afterSilenceTheConnectionIsOfNoUse() throws IOException {
    try (FakeRedis redis = answering(FakeRedis.SILENCE);
        RedisConnection connection = new RedisConnection(redis.address(), LONG)) {
      connection.waitFor(SHORT);
      assertThatThrownBy(() -> connection.call("GET", "x"))
          .isInstanceOf(SocketTimeoutException.class);
      redis.answers(command -> "+late\r\n");
      assertThatThrownBy(() -> connection.call("GET", "y")).isInstanceOf(IOException.class);
      assertThat(redis.asked()).containsExactly("GET x");
    }
  }

  @Test
  void whatDoesNotAnswerPingIsNotConnectedTo() throws IOException {
    try (FakeRedis redis = new FakeRedis(command -> "SSH-2.0-OpenSSH_9.2\r\n")) {
      assertThatThrownBy(() -> new RedisConnection(redis.address(), LONG))
          .hasMessage("no answer of Redis: SSH-2.0-OpenSSH_9.2");
    }
  }
}
