package dev.ordeal.targets.toxiproxy.toxic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** The types of toxics, each with its attributes and with what it does to a stream. */
public enum ToxicType {
  LATENCY("LatencyToxic", List.of("latency", "jitter")) {
    @Override
    Stage stage(ToxicSpec spec, SplittableRandom random, Stage.Connection connection, long now) {
      return new LatencyStage(spec, random);
    }
  },
  BANDWIDTH("BandwidthToxic", List.of("rate")) {
    @Override
    Stage stage(ToxicSpec spec, SplittableRandom random, Stage.Connection connection, long now) {
      return new BandwidthStage(spec, connection);
    }
  },
  SLOW_CLOSE("SlowCloseToxic", List.of("delay")) {
    @Override
    Stage stage(ToxicSpec spec, SplittableRandom random, Stage.Connection connection, long now) {
      return new SlowCloseStage(spec);
    }
  },
  TIMEOUT("TimeoutToxic", List.of("timeout")) {
    @Override
    Stage stage(ToxicSpec spec, SplittableRandom random, Stage.Connection connection, long now) {
      return new TimeoutStage(spec, connection, now);
    }
  },
  RESET_PEER("ResetToxic", List.of("timeout")) {
    @Override
    Stage stage(ToxicSpec spec, SplittableRandom random, Stage.Connection connection, long now) {
      return new ResetPeerStage(spec, connection);
    }
  },
  SLICER("SlicerToxic", List.of("average_size", "size_variation", "delay")) {
    @Override
    Stage stage(ToxicSpec spec, SplittableRandom random, Stage.Connection connection, long now) {
      return new SlicerStage(spec, random, connection);
    }
  },
  LIMIT_DATA("LimitDataToxic", List.of("bytes")) {
    @Override
    Stage stage(ToxicSpec spec, SplittableRandom random, Stage.Connection connection, long now) {
      return new LimitDataStage(spec, connection);
    }
  },
  NOOP("NoopToxic", List.of()) {
    @Override
    Stage stage(ToxicSpec spec, SplittableRandom random, Stage.Connection connection, long now) {
      return new PassStage(spec);
    }
  };

  private final String structName;
  private final List<String> attributes;

  ToxicType(String structName, List<String> attributes) {
    this.structName = structName;
    this.attributes = attributes;
  }

  /** The type of a name of the API, for example {@code slow_close}; exact, as the API is. */
  public static Optional<ToxicType> byName(String name) {
    return Arrays.stream(values()).filter(type -> type.wireName().equals(name)).findFirst();
  }

  /** The name in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What Toxiproxy's own error messages call the type. */
  public String structName() {
    return structName;
  }

  /** The names of the attributes, all whole numbers, 0 where they are not given. */
  public List<String> attributes() {
    return attributes;
  }

  /**
   * The toxic at work in one direction of one connection.
   *
   * @param now {@link System#nanoTime} at which it begins
   */
  abstract Stage stage(
      ToxicSpec spec, SplittableRandom random, Stage.Connection connection, long now);
}
