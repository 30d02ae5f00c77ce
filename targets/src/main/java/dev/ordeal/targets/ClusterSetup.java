package dev.ordeal.targets;

import dev.ordeal.results.run.FaultJournal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a cluster is started with, wherever its nodes live.
 *
 * @param database what the nodes run
 * @param runId tells what belongs to this run apart
 * @param folders each node's folder in the run folder by its name, in order
 * @param journal where everything that has to be undone is written first
 * @param toxiproxy closed together with the cluster; its proxies must be able to listen on the
 *     addresses at which the nodes find the control process
 * @param bugs of the database, to switch on
 * @param wanted the abilities that have to be prepared before nodes start: clocks that can be
 *     moved, disks that fail, processors that can be limited
 */
public record ClusterSetup(
    Database database,
    String runId,
    Map<String, Path> folders,
    FaultJournal journal,
    ToxiproxyServer toxiproxy,
    List<String> bugs,
    Set<Class<?>> wanted) {

  /** Whether something has to be prepared. */
  public boolean wants(Class<?> ability) {
    return wanted.contains(ability);
  }
}
