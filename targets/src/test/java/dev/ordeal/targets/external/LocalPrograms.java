package dev.ordeal.targets.external;

import dev.ordeal.targets.ClientPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts programs that belong to no run. */
record LocalPrograms(Path folder) implements ClientPrograms {
  @Override
  public Process start(List<String> command, Path in, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Override
  public Path log(String node) {
    return folder.resolve(node + ".log");
  }
}
