package dev.ordeal.targets.yaml;

import dev.ordeal.results.registry.Defined;
import dev.ordeal.results.registry.DefinitionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Reads databases from files whose names end in {@code .yml} or {@code .yaml}. */
public final class TargetReader implements DefinitionReader {
  @Override
  public boolean reads(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".yml") || name.endsWith(".yaml");
  }

  @Override
  public Defined read(Path file) throws IOException {
    return new YamlDatabase(TargetFile.read(file), Map.of());
  }
}
