package dev.ordeal.targets.host;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.docker.DockerNetwork;
import dev.ordeal.targets.shell.Commands;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Faults of containers, where there is an engine. */
@Tag("extended")
class DockerFaultsTest extends FaultContract {
  @Override
  String environment() {
    return "docker";
  }

  @Override
  EnvironmentSettings settings() throws Exception {
    String problem = DockerNetwork.problem(DockerNetwork.IMAGE);
    assumeTrue(problem.isEmpty(), "docker " + problem);
    return EnvironmentSettings.NONE;
  }

  @Override
  String left(String runId) throws IOException {
    String label = "label=dev.ordeal.run=" + runId;
    String containers = Commands.run(List.of("docker", "ps", "-aq", "--filter", label)).output();
    String networks =
        Commands.run(List.of("docker", "network", "ls", "-q", "--filter", label)).output();
    return containers + networks;
  }
}
