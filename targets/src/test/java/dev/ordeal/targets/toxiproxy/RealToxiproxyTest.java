package dev.ordeal.targets.toxiproxy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.ToxiproxyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The real server, where it is installed. */
@Tag("extended")
class RealToxiproxyTest extends ToxiproxyContract {
  @TempDir private Path folder;

  @Override
  ToxiproxyServer start() throws Exception {
    assumeTrue(isOnPath("toxiproxy-server"), "toxiproxy-server is not installed");
    Path here = Files.createTempDirectory(folder, "toxiproxy");
    FaultJournal journal = FaultJournal.open(here.resolve("faults.jsonl"));
    return BinaryToxiproxy.start(
        "toxiproxy-server", "test", journal, here.resolve("toxiproxy.log"));
  }
}
