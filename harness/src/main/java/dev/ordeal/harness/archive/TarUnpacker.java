package dev.ordeal.harness.archive;

import dev.ordeal.results.history.Unpacker;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Archives of tar, in any of its formats. */
public final class TarUnpacker implements Unpacker {
  @Override
  public boolean recognizes(byte[] head) {
    return TarArchiveInputStream.matches(head, head.length);
  }

  @Override
  public boolean isArchive() {
    return true;
  }

  @Override
  public List<String> entries(InputStream packed) throws IOException {
    List<String> names = new ArrayList<>();
    TarArchiveInputStream tar = new TarArchiveInputStream(packed);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (entry.isFile()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Override
  public InputStream open(InputStream packed, String name) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(packed);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (entry.isFile() && entry.getName().equals(name)) {
        return tar;
      }
    }
    throw new FileNotFoundException("no entry " + name);
  }
}
