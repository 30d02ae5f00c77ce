package dev.ordeal.targets.ability;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Ends, starts, stops and continues the processes of nodes. */
public interface Processes {
  void kill(String node) throws IOException;

  /** Asks a node to end by itself, waits, and kills it if it does not. */
  void stop(String node, Duration patience) throws IOException;

  /** Starts a node that is down; does nothing if it runs. */
  void start(String node) throws IOException, TargetException;

  /** Stops a node's processes by a signal. */
  void pause(String node) throws IOException;

  void resume(String node) throws IOException;

  /** How to do {@link #resume} from another process. */
  Undo resumeUndo(String node);

  /**
   * The processes of a node that are no zombies, as its machine shows them now.
   *
   * @return empty also where the machine has no {@code /proc}
   */
  List<NodeProcess> processes(String node) throws IOException;
}
