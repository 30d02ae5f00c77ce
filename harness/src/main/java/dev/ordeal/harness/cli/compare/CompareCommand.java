package dev.ordeal.harness.cli.compare;

import dev.ordeal.harness.cli.option.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ordeal compare}. */
@Command(
    name = "compare",
    description =
        "Shows two saved runs beside each other: verdicts, anomalies, counts, latencies,"
            + " availability, faults and recoveries.",
    sortOptions = false)
public final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "a run's folder; runs/latest is the newest")
  private Path first;

  @Parameters(index = "1", paramLabel = "RUN", description = "another")
  private Path second;

  @Option(names = "--json", description = "print one JSON document and nothing else")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ComparedRun left = ComparedRun.open(first);
    ComparedRun right = ComparedRun.open(second);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.builder()
              .build()
              .writeValueAsString(Map.of("runs", List.of(left.json(), right.json()))));
    } else {
      SideBySide.lines(left, right).forEach(out::println);
    }
    out.flush();
    return ExitCodes.OK;
  }
}
