package dev.ordeal.targets.yaml;

import dev.ordeal.targets.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a node has printed a line since its last start. */
record LogCheck(Pattern pattern) implements Check {
  @Override
  public String problem(Address client, Started started, Map<String, String> values) {
    if (started == null) {
      return "log: the node has not been started";
    }
    try (InputStream in = Files.newInputStream(started.log())) {
      in.skipNBytes(Math.min(started.logBytes(), Files.size(started.log())));
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return lines.lines().anyMatch(line -> pattern.matcher(line).find())
          ? ""
          : "log: no line matches '%s' yet".formatted(pattern);
    } catch (IOException none) {
      return "log: " + none.getMessage();
    }
  }
}
