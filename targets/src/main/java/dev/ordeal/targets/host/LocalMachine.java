package dev.ordeal.targets.host;

import dev.ordeal.targets.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** This machine. */
public final class LocalMachine implements Machine {
  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public void write(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (holds(file, bytes)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean holds(Path file, byte[] bytes) {
    try {
      return Arrays.equals(Files.readAllBytes(file), bytes);
    } catch (IOException unreadable) {
      return false;
    }
  }

  @Override
  public void copy(Path file, Path there) throws IOException {
    Files.createDirectories(there.getParent());
    Path part = Files.createTempFile(there.getParent(), there.getFileName().toString(), ".part");
    Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(part, there, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void unpack(Path archive, Path into) throws IOException {
    new Unpacking(archive.toAbsolutePath(), into).at(new LocalShell("this machine"), archive);
  }

  @Override
  public boolean has(Path file) {
    return Files.exists(file);
  }

  @Override
  public String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  @Override
  public String classPath() {
    return System.getProperty("java.class.path");
  }
}
