package dev.ordeal.results.history.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.MalformedHistoryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Damaged files are histories or refused, with a message that fits a line; nothing else. */
// Lines as files have them, with their tabs.
@SuppressWarnings("StringConcatToTextBlock")
class HistoryFuzzTest {
  private static final int FILES = Integer.getInteger("ordeal.fuzz.files", 2_000);
  private static final long SEED = Long.getLong("ordeal.fuzz.seed", 20_261_128);

  private static final List<String> WHOLE =
      List.of(
          "{\"i\":0,\"t\":5,\"p\":0,\"type\":\"invoke\",\"f\":\"cas\",\"k\":\"x\",\"v\":[1,-2]}\n"
              + "{\"i\":1,\"t\":9,\"p\":0,\"type\":\"fail\",\"f\":\"cas\",\"e\":\"a\\u0041\\n\"}\n",
          "[{\"type\":\"invoke\",\"f\":\"txn\",\"process\":0,\"value\":[[\"r\",1,null]]},\n"
              + " {\"type\":\"ok\",\"f\":\"txn\",\"process\":0,\"value\":[[\"r\",1,[1,2]]]}]",
          "{:type :invoke, :f :txn, :process 0, :time 0x1F, :value [[:append :a 1]]}\n"
              + "{:type :ok, :f :txn, :process 0, :time 17/1, :value [[:append :a 1]]}\n",
          "[#jepsen.history.Op{:type :invoke :f :write :process 1 :value #{1 \"a\\n\" \\b ##NaN}}\n"
              + " #_x ^{:m 1} {:type :info :f :write :process 1 :error #object[A 0x1 \"b\"]}]",
          "0\t:invoke\t:write\t1\n:nemesis\t:info\t:start\tnil\n0\t:info\t:write\t1\t:timeout\n",
          "INFO jepsen.util - 0\t:invoke\t:read\tnil\nINFO x\nINFO - 0\t:ok\t:read\t{:a [1]}\n");

  private static final byte[] PIECES = "{}[]()\"\\:,#_^;<>\t\n 09xrNM/-+e.~\u00e4".getBytes(UTF_8);

  @Test
  void mutatedFilesAreHistoriesOrRefused() throws IOException {
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      byte[] bytes = WHOLE.get(random.nextInt(WHOLE.size())).getBytes(UTF_8);
      for (int times = 1 + random.nextInt(4); times > 0; times--) {
        bytes = mutated(bytes, random);
      }
      try {
        HistoryFile file = HistoryFile.read("file", new ByteArrayInputStream(bytes));
        assertThat(file.history().operations()).doesNotContainNull();
      } catch (MalformedHistoryException refusal) {
        refused++;
        assertThat(refusal.getMessage())
            .as("seed %d: %s", SEED + i, new String(bytes, UTF_8))
            .startsWith("file")
            .doesNotContain("\n")
            .hasSizeLessThanOrEqualTo(MalformedHistoryException.LENGTH_MAX);
      } catch (RuntimeException | StackOverflowError other) {
        throw new AssertionError(
            "seed %d: %s".formatted(SEED + i, new String(bytes, UTF_8)), other);
      }
    }
    assertThat(refused).isBetween(FILES / 10, FILES * 99 / 100);
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    byte[] changed = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed[at] = PIECES[random.nextInt(PIECES.length)];
      case 1 -> changed[at] = (byte) random.nextInt(256);
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        return Arrays.copyOfRange(bytes, at, bytes.length);
      }
      case 4 -> {
        int length = random.nextInt(bytes.length - at);
        byte[] twice = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, twice, at + length, bytes.length - at);
        return twice;
      }
      default -> {
        int length = random.nextInt(Math.min(20, bytes.length - at) + 1);
        byte[] without = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, without, at, bytes.length - at - length);
        return without;
      }
    }
    return changed;
  }
}
