package dev.ordeal.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.workloads.register.RegisterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Clusters of processes: the run of the command line, with its faults, healing and report. */
@Isolated("no process of this JVM may be left")
class ClusterTest {
  @TempDir private Path runs;

  private OrdealBuilder brittle(int seconds) {
    return Ordeal.of("brittle").nodes(3).time(Duration.ofSeconds(seconds)).folder(runs);
  }

  private static void nothingIsLeft(OrdealRun run) throws Exception {
    RunFolder folder = RunFolder.open(run.folder());
    assertThat(FaultJournal.openEntries(folder.faults())).isEmpty();
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aRightClusterThatIsKilledIsValid() throws Exception {
    OrdealRun run = brittle(8).workload("register").faults("kill").seed(42).run().assertValid();
    nothingIsLeft(run);
    assertThat(run.toString())
        .contains("reproduce  ", " run brittle -w register --faults kill", "--seed 42");
  }

  @Test
  void aPlantedBugIsFound() throws Exception {
    OrdealRun run =
        brittle(8)
            .bugs("non-atomic-cas")
            .faults("latency")
            .threads(30)
            .rate(3_000)
            .seed(42)
            .run()
            .assertFinds("lost-update");
    nothingIsLeft(run);
    assertThatThrownBy(run::assertValid).hasMessageContaining("--bug non-atomic-cas");
  }

  /** One whose nodes do not start. */
  public static final class Broken implements Database {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public String description() {
      return "a database whose program is not there";
    }

    @Override
    public List<String> peerPorts() {
      return List.of("peer");
    }

    @Override
    public String clientPort() {
      return "client";
    }

    @Override
    public Set<Class<?>> contracts() {
      return Set.of(RegisterClient.class);
    }

    @Override
    public List<String> launch(NodeView node) {
      return List.of("/there-is-no-such-program");
    }

    @Override
    public boolean isReady(Address client) {
      return false;
    }

    @Override
    public boolean isLeader(Address client) {
      return false;
    }

    @Override
    public Optional<AutoCloseable> client(Class<?> contract, Address client) {
      return Optional.empty();
    }
  }

  @Test
  void aClusterThatDoesNotStartSaysWhyAndWhereItsLogIs() throws Exception {
    assertThatThrownBy(
            () ->
                Ordeal.of(new Broken())
                    .nodes(1)
                    .faults()
                    .time(Duration.ofSeconds(2))
                    .folder(runs)
                    .seed(9)
                    .run())
        .isInstanceOf(OrdealException.class)
        .hasMessageContaining("there-is-no-such-program")
        .hasMessageContaining("ordeal.log")
        .hasMessageContaining("again      the test " + getClass().getName());
    RunFolder folder = RunFolder.all(runs).getFirst();
    assertThat(folder.info().state()).isEqualTo("failed");
    assertThat(folder.info().reproduce())
        .contains(" run '" + Broken.class.getName() + "' --path ", " --seed 9");
  }
}
