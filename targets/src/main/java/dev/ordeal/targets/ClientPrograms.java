package dev.ordeal.targets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Starts programs that act as clients. They bear the mark of the run and are in its journal, so
 * that they end with it, and are found if the run is killed. Thread-safe.
 */
public interface ClientPrograms {
  /** Outside a run: no program can be started. */
  ClientPrograms NONE =
      new ClientPrograms() {
        @Override
        public Process start(List<String> command, Path folder, Map<String, String> environment)
            throws IOException {
          throw new IOException("%s: only a run starts programs".formatted(command.getFirst()));
        }

        @Override
        public Path log(String node) {
          return Path.of("/dev/null");
        }
      };

  /**
   * Starts a program; its three standard streams are pipes.
   *
   * @param folder its working directory
   * @param environment variables beside those of this process
   * @throws IOException if the run is over, or the journal or the process cannot be made
   */
  Process start(List<String> command, Path folder, Map<String, String> environment)
      throws IOException;

  /** The file of the run folder in which the clients of a node write what happened to them. */
  Path log(String node);
}
