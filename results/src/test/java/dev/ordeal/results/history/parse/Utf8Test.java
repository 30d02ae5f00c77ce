package dev.ordeal.results.history.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {
  private static final byte[][] PIECES = {
    "plain text of more than thirty-two bytes".getBytes(UTF_8),
    "ä".getBytes(UTF_8),
    "€".getBytes(UTF_8),
    "😀".getBytes(UTF_8),
    "\uFFFD".getBytes(UTF_8),
    {(byte) 0xE0, (byte) 0x9F},
    {(byte) 0xED, (byte) 0xA0},
    {(byte) 0xF0, (byte) 0x8F},
    {(byte) 0xF4, (byte) 0x90},
    {(byte) 0xC1, (byte) 0x81},
  };

  /** Java's decoder says the same of pieces of text, parts of characters and any bytes. */
  @Test
  void findsWhatTheDecoderOfJavaRefuses() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 100_000; round++) {
      ByteBuffer text = ByteBuffer.allocate(400);
      for (int i = random.nextInt(8); i >= 0; i--) {
        byte[] piece = PIECES[random.nextInt(PIECES.length)];
        boolean isWhole = random.nextInt(8) > 0;
        text.put(piece, 0, isWhole ? piece.length : random.nextInt(piece.length));
        if (random.nextInt(20) == 0) {
          text.put((byte) random.nextInt());
        }
      }
      int end = text.position();
      CharsetDecoder decoder = UTF_8.newDecoder();
      ByteBuffer in = text.flip().slice();
      CoderResult found = decoder.decode(in, CharBuffer.allocate(400), false);
      byte[] bytes = text.array();
      assertThat(Utf8.firstBad(bytes, 0, end)).as("round %d", round).isEqualTo(in.position());
      assertThat(Utf8.isCutOff(bytes, in.position(), end))
          .as("round %d", round)
          .isEqualTo(found.isUnderflow() && isBeginning(in));
    }
  }

  /** Java's decoder waits for the third byte of half a surrogate pair, which is no character. */
  private static boolean isBeginning(ByteBuffer rest) {
    boolean isSurrogate =
        rest.remaining() == 2
            && rest.get(rest.position()) == (byte) 0xED
            && (rest.get(rest.position() + 1) & 0xFF) >= 0xA0;
    return rest.hasRemaining() && !isSurrogate;
  }

  @Test
  void namesTheLine() {
    assertThat(Utf8.badLine("a\nä\n".getBytes(UTF_8))).isZero();
    assertThat(Utf8.badLine(new byte[] {'a', '\n', (byte) 0xE4, '\n'})).isEqualTo(2);
    assertThat(Utf8.badLine(new byte[] {'a', '\n', 'b', '\n', (byte) 0xC3})).isEqualTo(3);
  }
}
