package dev.ordeal.targets.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, which may be long. */
final class LogTail {
  private static final int BYTES_MAX = 32_768;

  private LogTail() {}

  /** The last lines, the oldest first; of very long lines only what stands in the last bytes. */
  static List<String> lines(Path log, int count) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      long from = Math.max(0, channel.size() - BYTES_MAX);
      channel.position(from);
      ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // More may come while it is read; the buffer bounds it.
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
  }
}
