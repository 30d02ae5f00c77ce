package dev.ordeal.harness.archive;

import dev.ordeal.results.history.Unpacker;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Streams compressed with bzip2. */
public final class Bzip2Unpacker implements Unpacker {
  @Override
  public boolean recognizes(byte[] head) {
    return BZip2CompressorInputStream.matches(head, head.length);
  }

  @Override
  public InputStream open(InputStream packed, String entry) throws IOException {
    return new BZip2CompressorInputStream(packed, true);
  }
}
