package dev.ordeal.harness.trial.outcome;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.finding.Remedies;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.fault.FaultWindow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a node that was killed or paused served nobody meanwhile: who answers then is another
 * process than those that were struck, or another node.
 */
public final class StruckNodes {
  private static final String CHECK = "a node that is %s answers nobody";
  private static final String REMEDY =
      "let launch return the command of the node itself, not one that asks a service to start it;"
          + " "
          + Remedies.ADDRESS;
  private static final Map<String, String> DOWN = Map.of("kill", "killed", "pause", "paused");

  private StruckNodes() {}

  /**
   * What the run under faults showed.
   *
   * @param struck the node that all faults strike
   */
  public static List<Finding> findings(History history, List<Fate> fates, String struck) {
    Map<String, Integer> served = new LinkedHashMap<>();
    for (FaultWindow fault : FaultWindow.of(history)) {
      if (!DOWN.containsKey(fault.kind())) {
        continue;
      }
      for (Fate fate : fates) {
        // An update that did not happen was served by nobody: the client made its answer up.
        boolean isServed =
            fate.update().isOk()
                && fate.hasHappened()
                && fate.update().node().equals(struck)
                && fate.update().start() > fault.start()
                && fate.update().end()
                    < FaultPhases.begun(history, fault, FaultWindow.UNDO).orElse(fault.end());
        served.merge(fault.kind(), isServed ? 1 : 0, Integer::sum);
      }
    }
    List<Finding> findings = new ArrayList<>();
    served.forEach(
        (kind, calls) -> {
          String check = CHECK.formatted(DOWN.get(kind));
          findings.add(
              calls == 0
                  ? Finding.ok(check)
                  : Finding.wrong(
                      check,
                      "%d updates by clients of %s took effect while it was %s"
                          .formatted(calls, struck, DOWN.get(kind)),
                      REMEDY));
        });
    return findings;
  }
}
