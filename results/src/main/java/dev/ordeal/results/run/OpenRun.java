package dev.ordeal.results.run;

import java.util.List;

/**
 * A run that may have left something: what another process has to know to undo it without the run
 * folder. Immutable.
 *
 * @param id the run's name, which marks everything that it starts
 * @param machine where the control process runs, as {@link OpenRuns#thisMachine} names it
 * @param control the control process
 * @param environment where the nodes live
 * @param folder the absolute path of the run folder, which may be gone
 * @param ssh the machines that {@code --ssh} named; empty for other environments
 * @param sshConfig the absolute path that {@code --ssh-config} named; empty if it named none
 * @param toxiproxy the value of {@code --toxiproxy}
 */
public record OpenRun(
    String id,
    String machine,
    ProcessId control,
    String environment,
    String folder,
    List<String> ssh,
    String sshConfig,
    String toxiproxy) {
  public OpenRun {
    ssh = ssh == null ? List.of() : List.copyOf(ssh);
    sshConfig = sshConfig == null ? "" : sshConfig;
    toxiproxy = toxiproxy == null ? "" : toxiproxy;
  }
}
