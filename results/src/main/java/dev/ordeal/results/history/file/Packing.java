package dev.ordeal.results.history.file;

import com.github.luben.zstd.ZstdInputStream;
import dev.ordeal.results.history.Unpacker;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** The usual ways of packing. */
enum Packing implements Unpacker {
  GZIP(0x1F, 0x8B) {
    @Override
    public InputStream open(InputStream packed, String entry) throws IOException {
      return new GZIPInputStream(packed, 1 << 16);
    }
  },
  ZSTANDARD(0x28, 0xB5, 0x2F) {
    @Override
    public InputStream open(InputStream packed, String entry) throws IOException {
      return new ZstdInputStream(packed);
    }
  },
  ZIP('P', 'K', 3, 4) {
    @Override
    public boolean isArchive() {
      return true;
    }

    @Override
    public List<String> entries(InputStream packed) throws IOException {
      List<String> names = new ArrayList<>();
      ZipInputStream zip = new ZipInputStream(packed);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          names.add(entry.getName());
        }
      }
      return names;
    }

    @Override
    public InputStream open(InputStream packed, String name) throws IOException {
      ZipInputStream zip = new ZipInputStream(packed);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return zip;
        }
      }
      throw new ZipException("no entry " + name);
    }
  };

  private final int[] magic;

  Packing(int... magic) {
    this.magic = magic;
  }

  @Override
  public boolean recognizes(byte[] head) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= head.length || (head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
