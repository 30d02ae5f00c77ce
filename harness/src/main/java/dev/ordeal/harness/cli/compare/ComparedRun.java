package dev.ordeal.harness.cli.compare;

import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.replay.RunFacts;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A saved run, for comparing: what its folder says and what its history holds.
 *
 * @param info what was run
 * @param facts its verdict as it was recorded, or as {@code ordeal check} judged it last
 * @param counts operations by outcome: {@code operations}, {@code ok}, {@code fail}, {@code info}
 * @param latencies by function, in milliseconds
 */
public record ComparedRun(
    RunFolder folder,
    RunInfo info,
    RunFacts facts,
    Map<String, Long> counts,
    Map<String, Map<String, Double>> latencies) {
  /**
   * Opens a run folder.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws dev.ordeal.results.history.MalformedHistoryException if its history is damaged
   * @throws UsageException if {@code run.json} is missing or damaged
   */
  public static ComparedRun open(Path path) throws IOException {
    RunFolder folder = RunFolder.open(path);
    RunInfo info;
    try {
      info = folder.info();
    } catch (IOException missing) {
      throw new UsageException(
          path + "/run.json is missing or damaged; it says what was run: name another run");
    }
    if (info == null || info.target() == null) {
      throw new UsageException(path + "/run.json does not say what was run: name another run");
    }
    RunFacts facts = RunFacts.of(folder.verdict());
    if (!Files.exists(folder.history())) {
      return new ComparedRun(folder, info, facts, Map.of(), Map.of());
    }
    History history = HistoryFile.read(folder.history()).history();
    return new ComparedRun(folder, info, facts, counts(history.columns()), Latencies.of(history));
  }

  private static Map<String, Long> counts(Columns columns) {
    long ok = IntStream.range(0, columns.size()).filter(columns::isOk).count();
    long fail = IntStream.range(0, columns.size()).filter(columns::isFail).count();
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("operations", (long) columns.size());
    counts.put("ok", ok);
    counts.put("fail", fail);
    counts.put("info", columns.size() - ok - fail);
    return counts;
  }

  /** Everything that is compared, ready for a JSON mapper. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", folder.toString());
    json.put("target", info.target());
    json.put("workload", info.workload());
    json.put("environment", info.environment());
    json.put("seed", info.seed());
    json.put("state", info.state());
    json.put("planDigest", info.planDigest());
    json.put("nodes", info.nodes().size());
    json.put("options", info.options());
    json.put("versions", info.versions());
    json.put("valid", facts.verdict().map(verdict -> verdict.json()).orElse(null));
    json.put("anomalies", facts.anomalies());
    json.put("holds", facts.holds());
    json.putAll(counts);
    json.put("latency-ms", latencies);
    for (String checker : new String[] {"whole-run", "availability", "faults"}) {
      if (!facts.checker(checker).isMissingNode()) {
        json.put(checker, facts.checker(checker));
      }
    }
    return json;
  }
}
