package dev.ordeal.targets.toxiproxy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.ToxiproxyServer;
import dev.ordeal.targets.docker.ContainerToxiproxy;
import dev.ordeal.targets.docker.DockerNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The real server in a container, where there are an engine and an image. */
@Tag("extended")
class ContainerToxiproxyTest extends ToxiproxyContract {
  /** As scripts/provision makes it of the server that it builds. */
  private static final String IMAGE = "ordeal-toxiproxy";

  @TempDir private Path folder;

  @Override
  ToxiproxyServer start() throws Exception {
    String problem = DockerNetwork.problem(IMAGE);
    assumeTrue(problem.isEmpty(), "docker " + problem);
    Path here = Files.createTempDirectory(folder, "toxiproxy");
    FaultJournal journal = FaultJournal.open(here.resolve("faults.jsonl"));
    return ContainerToxiproxy.start(IMAGE, "test-" + System.nanoTime(), journal);
  }
}
