package dev.ordeal.targets.host;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.RunMark;
import dev.ordeal.targets.netns.NetnsNetwork;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

/** Faults of network namespaces, where there can be some. */
@Tag("extended")
class NetnsFaultsTest extends FaultContract {
  @Override
  String environment() {
    return "netns";
  }

  @Override
  EnvironmentSettings settings() throws IOException {
    String problem = NetnsNetwork.problem();
    assumeTrue(problem.isEmpty(), "netns " + problem);
    return EnvironmentSettings.NONE;
  }

  @Override
  String left(String runId) throws IOException {
    return Leftovers.processes(runId) + Leftovers.networks(RunMark.tag(runId));
  }
}
