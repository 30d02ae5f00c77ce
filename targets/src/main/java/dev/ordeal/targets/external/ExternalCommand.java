package dev.ordeal.targets.external;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a client program is started.
 *
 * @param words the program and its arguments
 * @param folder its working directory
 * @param environment variables beside those of this process
 * @param options of the target, sent when the client is opened
 */
public record ExternalCommand(
    List<String> words, Path folder, Map<String, String> environment, Map<String, String> options) {
  private static final int SHOWN_MAX = 40;

  public ExternalCommand {
    words = List.copyOf(words);
  }

  /** The command for messages, shortened. */
  String shown() {
    String line = String.join(" ", words);
    return line.length() > SHOWN_MAX ? line.substring(0, SHOWN_MAX - 1) + "…" : line;
  }
}
