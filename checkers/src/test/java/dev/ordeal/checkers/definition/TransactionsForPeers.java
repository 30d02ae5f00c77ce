package dev.ordeal.checkers.definition;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.made.PeerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Small random histories of transactions for other checkers, with the right answers: {@code
 * scripts/peers/compare} reads them.
 */
final class TransactionsForPeers {
  private TransactionsForPeers() {}

  /** Arguments: list-append or rw-register, how many, number of the first, folder. */
  public static void main(String[] arguments) throws IOException {
    Kind kind = arguments[0].equals("list-append") ? Kind.LIST : Kind.REGISTER;
    long from = Long.parseLong(arguments[2]);
    try (PeerFiles files = new PeerFiles(Path.of(arguments[3]))) {
      for (long n = from; n < from + Long.parseLong(arguments[1]); n++) {
        // Other histories than those of the test of the definitions.
        SplittableRandom random = new SplittableRandom(~n * 37 + arguments[0].hashCode());
        add(WeakDatabase.make(kind, false, random), files);
      }
    }
  }

  private static void add(Observation observation, PeerFiles files) throws IOException {
    files.history(observation.history());
    Answers answers = Answers.of(ConsistencyModel.STRICT_SERIALIZABLE, observation);
    int size = observation.transactions().stream().mapToInt(one -> 1 + one.micros().size()).sum();
    for (Map.Entry<ConsistencyModel, Boolean> level : kept(observation).entrySet()) {
      files.answer(
          level.getKey().levelName(),
          answers.of(level.getKey()),
          level.getValue(),
          size,
          observation.toString());
    }
  }

  private static Map<ConsistencyModel, Boolean> kept(Observation observation) {
    Map<ConsistencyModel, Boolean> all = new EnumMap<>(ConsistencyModel.class);
    for (Definitions.Way way : Definitions.WAYS) {
      Set<ConsistencyModel> kept = way.kept(observation);
      way.defined().forEach(level -> all.put(level, kept.contains(level)));
    }
    return all;
  }
}
