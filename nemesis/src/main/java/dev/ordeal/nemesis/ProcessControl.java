package dev.ordeal.nemesis;

import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes of nodes, for one fault among several: a node that another fault holds down or
 * paused stays so when this one lets it go. Thread-safe.
 */
public final class ProcessControl {
  private static final long AFTERMATH_MILLIS = 1_000;

  private final RunState run;
  private final long id;

  ProcessControl(RunState run, long id) {
    this.run = run;
    this.id = id;
  }

  /** Whether some fault holds a node down. */
  public boolean isDown(String node) {
    return run.down().isHeld(node);
  }

  /** Whether some fault holds a node paused. */
  public boolean isPaused(String node) {
    return run.paused().isHeld(node);
  }

  /** Kills nodes, and holds them down. */
  public void kill(List<String> nodes) throws IOException, TargetException {
    OnNodes.each(
        nodes, node -> run.down().hold(node, id, true, held -> run.processes().kill(node)));
  }

  /**
   * Asks nodes to end, and holds them down.
   *
   * @param patience after which they are killed
   */
  public void stop(List<String> nodes, Duration patience) throws IOException, TargetException {
    OnNodes.each(
        nodes,
        node -> run.down().hold(node, id, true, held -> run.processes().stop(node, patience)));
  }

  /** Starts nodes that no other fault holds down; does nothing for those that run. */
  public void start(List<String> nodes) throws IOException, TargetException {
    release(run.down(), nodes, run.processes()::start);
  }

  /** Stops the processes of nodes by a signal, and holds them paused. */
  public void pause(List<String> nodes) throws IOException, TargetException {
    OnNodes.each(
        nodes, node -> run.paused().hold(node, id, true, held -> run.processes().pause(node)));
  }

  /** Lets nodes go on that no other fault holds paused. */
  public void resume(List<String> nodes) throws IOException, TargetException {
    release(run.paused(), nodes, run.processes()::resume);
  }

  private void release(
      ActiveFaults<Boolean> active, List<String> nodes, OnNodes.Action<String> undoing)
      throws IOException, TargetException {
    OnNodes.each(
        nodes,
        node ->
            active.release(
                node,
                id,
                held -> {
                  if (held.isEmpty()) {
                    undoing.on(node);
                  }
                }));
  }

  /** Whether no process of some nodes is left. */
  public Seen allGone(List<String> nodes) throws IOException, TargetException {
    List<String> left = new ArrayList<>();
    processes(nodes).forEach((node, all) -> all.forEach(p -> left.add(node + ": " + p)));
    return left.isEmpty()
        ? new Seen(true, "no process is left")
        : new Seen(false, "still there: " + brief(left));
  }

  /** Those of some nodes that have no process. */
  List<String> withoutProcess(List<String> nodes) throws IOException, TargetException {
    Map<String, List<NodeProcess>> all = processes(nodes);
    return nodes.stream().filter(node -> all.get(node).isEmpty()).toList();
  }

  /** Whether all processes of some nodes are stopped, and there is one. */
  public Seen allStopped(List<String> nodes) throws IOException, TargetException {
    List<String> up = nodes.stream().filter(node -> !isDown(node)).toList();
    List<String> wrong = new ArrayList<>();
    int stopped = 0;
    for (Map.Entry<String, List<NodeProcess>> node : processes(up).entrySet()) {
      if (node.getValue().isEmpty()) {
        wrong.add(node.getKey() + " has no process");
      }
      for (NodeProcess each : node.getValue()) {
        if (each.isStopped()) {
          stopped++;
        } else {
          wrong.add(node.getKey() + ": " + each);
        }
      }
    }
    return wrong.isEmpty() && stopped > 0
        ? new Seen(true, stopped + " processes are stopped")
        : new Seen(false, "not stopped: " + (up.isEmpty() ? "all are down" : brief(wrong)));
  }

  /** Whether nodes that no other fault holds have processes, none of which is stopped. */
  public Seen running(List<String> nodes) throws IOException, TargetException {
    List<String> free = nodes.stream().filter(n -> !isDown(n) && !isPaused(n)).toList();
    List<String> wrong = new ArrayList<>();
    processes(free)
        .forEach(
            (node, all) -> {
              if (all.isEmpty()) {
                wrong.add(node + " has no process");
              }
              all.stream().filter(NodeProcess::isStopped).forEach(p -> wrong.add(node + ": " + p));
            });
    return wrong.isEmpty()
        ? new Seen(true, free.isEmpty() ? "other faults hold them" : free + " run")
        : new Seen(false, brief(wrong));
  }

  /**
   * Starts nodes again that end within a moment after a fault was undone, as those do whose last
   * write failed just before; says whether they run then. Takes {@value #AFTERMATH_MILLIS} ms.
   */
  public Seen keepRunning(List<String> nodes) throws IOException, TargetException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AFTERMATH_MILLIS);
    while (System.nanoTime() < end) {
      start(nodes);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AFTERMATH_MILLIS / 5));
    }
    return running(nodes);
  }

  private Map<String, List<NodeProcess>> processes(List<String> nodes)
      throws IOException, TargetException {
    Map<String, List<NodeProcess>> all = new ConcurrentSkipListMap<>();
    OnNodes.each(nodes, node -> all.put(node, run.processes().processes(node)));
    return all;
  }

  private static String brief(List<String> lines) {
    String some = String.join(", ", lines.subList(0, Math.min(3, lines.size())));
    return lines.size() > 3 ? some + " and %d more".formatted(lines.size() - 3) : some;
  }
}
