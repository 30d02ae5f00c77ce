package dev.ordeal.results.history.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** About how many lines a file has, by looking at a few places of it. */
final class LineEstimate {
  private static final int PLACES = 64;
  private static final int BYTES = 1 << 14;

  private LineEstimate() {}

  /** About so many lines; 0 for a small file, for which it does not matter. */
  static long of(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      long size = file.size();
      if (size < (long) PLACES * BYTES) {
        return 0;
      }
      ByteBuffer bytes = ByteBuffer.allocate(BYTES);
      long lines = 0;
      long seen = 0;
      for (int place = 0; place < PLACES; place++) {
        bytes.clear();
        file.read(bytes, size / PLACES * place);
        for (int i = 0; i < bytes.position(); i++) {
          lines += bytes.get(i) == '\n' ? 1 : 0;
        }
        seen += bytes.position();
      }
      return Math.round((double) lines * size / seen);
    }
  }
}
