package dev.ordeal.targets.maelstrom.node;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** The node itself: a process that reads messages from its input and writes them to its output. */
final class NodeProgram {
  private final Process process;
  private final BufferedWriter in;

  private NodeProgram(Process process) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts it; what it writes to standard error is this process' own. */
  static NodeProgram start(List<String> command) throws IOException {
    return new NodeProgram(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Gives it a message; one that it cannot take any more is lost. */
  synchronized void send(String line) {
    try {
      in.write(line);
      in.write('\n');
      in.flush();
    } catch (IOException ended) {
      // It has ended, or is about to.
    }
  }

  /** Passes on each line that it writes, until its output ends. */
  void readMessages(Consumer<String> taker) throws IOException {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (!line.isBlank()) {
          taker.accept(line);
        }
      }
    }
  }

  int awaitExit() throws InterruptedException {
    return process.waitFor();
  }
}
