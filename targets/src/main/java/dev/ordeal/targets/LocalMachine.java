package dev.ordeal.targets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine. */
public final class LocalMachine implements Machine {
  @Override
  public void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
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
