package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ability.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** What the target says of its nodes: readiness, leaders, processes. */
final class NodesCheck implements ContractCheck {
  private static final String READY = "a node that does not listen is not ready";
  private static final String PROCESSES = "processes of each node are found";
  private static final String ASK_LEADER =
      "let isLeader ask the node at the address whether it leads; false if it does not answer";
  private static final String LEADER = "some node says that it leads";

  @Override
  public String name() {
    return "nodes";
  }

  @Override
  public void run(Tried tried) throws Exception {
    Address nobody = unused();
    tried.found(
        says(() -> tried.database().notReady(nobody).isEmpty())
            ? Finding.wrong(
                READY,
                "isReady is true of a port at which nothing listens",
                "let isReady ask the node something that it can only answer when it serves clients;"
                    + " false if it does not answer")
            : Finding.ok(READY));
    if (says(() -> tried.database().isLeader(nobody))) {
      tried.found(
          Finding.wrong(LEADER, "isLeader is true of a port at which nothing listens", ASK_LEADER));
    } else {
      tried.found(leaders(tried.cluster()));
    }
    tried.found(processes(tried.cluster()));
  }

  private static Finding leaders(Cluster cluster) {
    List<String> leaders = cluster.leaders();
    if (leaders.isEmpty()) {
      return Finding.note(
          LEADER,
          "none does: faults that aim at the leader are left out",
          ASK_LEADER + "; leave it false only where no node leads");
    }
    return leaders.size() > 1 && leaders.containsAll(cluster.nodes())
        ? Finding.note(
            LEADER,
            "all of them do: faults that aim at the leader strike any node",
            ASK_LEADER + ", and whether it is ready says nothing of that")
        : Finding.ok(LEADER);
  }

  private static Finding processes(Cluster cluster) throws IOException {
    var missing = cluster.missing(Processes.class);
    if (missing.isPresent()) {
      return Finding.unknown(
          PROCESSES, missing.get(), "run in the environment process, netns, docker or ssh");
    }
    List<String> without = new ArrayList<>();
    for (String node : cluster.nodes()) {
      if (cluster.ability(Processes.class).processes(node).isEmpty()) {
        without.add(node);
      }
    }
    return without.isEmpty()
        ? Finding.ok(PROCESSES)
        : Finding.wrong(
            PROCESSES,
            "none of %s: kill and pause would strike nothing".formatted(without),
            "let launch return the command of the node itself, which runs as long as it does");
  }

  private interface Question {
    boolean ask();
  }

  /**
   * What foreign code answers; no if it throws, which is allowed of a node that does not answer.
   */
  private static boolean says(Question question) {
    try {
      return question.ask();
    } catch (RuntimeException unanswered) {
      return false;
    }
  }

  /** A port of this machine at which nothing listened just now. */
  private static Address unused() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Address(InetAddress.getLoopbackAddress().getHostAddress(), free.getLocalPort());
    }
  }
}
