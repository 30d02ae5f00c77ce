package dev.ordeal.targets;

import dev.ordeal.targets.brittle.Brittle;
import dev.ordeal.targets.etcd.EtcdDatabase;
import dev.ordeal.targets.zookeeper.ZooKeeperDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The ready databases by name. */
public final class Targets {
  private static final Map<String, Function<Map<String, String>, Database>> BY_NAME =
      new LinkedHashMap<>();

  static {
    BY_NAME.put("zookeeper", ZooKeeperDatabase::new);
    BY_NAME.put("etcd", EtcdDatabase::new);
    BY_NAME.put("brittle", Brittle::new);
  }

  private Targets() {}

  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * A database with its options.
   *
   * @throws IllegalArgumentException if an option's value is wrong
   */
  public static Optional<Database> byName(String name, Map<String, String> options) {
    return Optional.ofNullable(BY_NAME.get(name)).map(make -> make.apply(options));
  }
}
