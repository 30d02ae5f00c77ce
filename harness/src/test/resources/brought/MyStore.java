import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.Value;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Environment;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.brittle.Brittle;
import dev.ordeal.targets.process.ProcessEnvironment;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.set.SetClient;
import dev.ordeal.workloads.set.SetWorkload;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database, a workload and an environment in one source file, each much like one of Ordeal's. */
public class MyStore implements Database {
  private final Brittle brittle;

  public MyStore(Map<String, String> options) {
    if (!options.getOrDefault("color", "red").matches("red|blue")) {
      throw new IllegalArgumentException("color must be red or blue");
    }
    brittle = new Brittle();
  }

  @Override
  public String name() {
    return "my-store";
  }

  @Override
  public String description() {
    return "a store of mine";
  }

  @Override
  public List<String> options() {
    return List.of("color=red|blue");
  }

  @Override
  public List<String> peerPorts() {
    return brittle.peerPorts();
  }

  @Override
  public String clientPort() {
    return brittle.clientPort();
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    return brittle.launch(node);
  }

  @Override
  public boolean isReady(Address client) {
    return brittle.isReady(client);
  }

  @Override
  public boolean isLeader(Address client) {
    return brittle.isLeader(client);
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws Exception {
    return brittle.client(contract, client);
  }

  public static class Cart implements Workload<SetClient> {
    private final SetWorkload set = new SetWorkload();

    @Override
    public String name() {
      return "cart";
    }

    @Override
    public Class<SetClient> contract() {
      return set.contract();
    }

    @Override
    public Generator generator(Plan plan) {
      return set.generator(plan);
    }

    @Override
    public Generator finalReads(List<Value> keys, Duration time) {
      return set.finalReads(keys, time);
    }

    @Override
    public Client client(SetClient client) {
      return set.client(client);
    }

    @Override
    public List<Checker> checkers() {
      return set.checkers();
    }
  }

  public static class Elsewhere implements Environment {
    @Override
    public String name() {
      return "elsewhere";
    }

    @Override
    public Cluster start(EnvironmentSettings settings, ClusterSetup setup)
        throws IOException, TargetException {
      return new ProcessEnvironment().start(settings, setup);
    }
  }
}
