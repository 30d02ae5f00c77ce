package dev.ordeal.targets.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hex, as {@code sha256sum} prints it: are bytes the same here and there? */
public final class Checksum {
  private static final int BUFFER_BYTES = 1 << 16;

  private final MessageDigest digest = sha256();

  /** Of all of some bytes. */
  public static String of(byte[] bytes) {
    Checksum checksum = new Checksum();
    checksum.add(bytes);
    return checksum.text();
  }

  /** Of a file, however long. */
  public static String of(Path file) throws IOException {
    Checksum checksum = new Checksum();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream bytes = Files.newInputStream(file)) {
      for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
        checksum.digest.update(buffer, 0, n);
      }
    }
    return checksum.text();
  }

  /** Adds bytes behind those that were added before. */
  public void add(byte[] bytes) {
    digest.update(bytes);
  }

  /** Of all that was added; begins again. */
  public String text() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
