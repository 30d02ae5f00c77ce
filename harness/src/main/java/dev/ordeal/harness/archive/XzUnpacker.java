package dev.ordeal.harness.archive;

import dev.ordeal.results.history.Unpacker;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Streams compressed with xz. */
public final class XzUnpacker implements Unpacker {
  @Override
  public boolean recognizes(byte[] head) {
    return XZCompressorInputStream.matches(head, head.length);
  }

  @Override
  public InputStream open(InputStream packed, String entry) throws IOException {
    return XZCompressorInputStream.builder()
        .setInputStream(packed)
        .setDecompressConcatenated(true)
        .get();
  }
}
