package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.EnvironmentOptions;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.OutFolder;
import dev.ordeal.harness.cli.option.PathOptions;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.harness.run.RunParts;
import dev.ordeal.harness.run.Stop;
import dev.ordeal.harness.supervise.RunLogging;
import dev.ordeal.harness.trial.Trial;
import dev.ordeal.harness.trial.TrialPlan;
import dev.ordeal.harness.trial.client.TargetSettings;
import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.finding.Finding.Grade;
import dev.ordeal.harness.trial.outcome.OutcomeRow;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.Count;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import dev.ordeal.workloads.client.KnownCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal try}. */
@Command(
    name = "try",
    description =
        "Tries whether a target keeps its contract: what its clients say of calls is compared with"
            + " what happened, also while one node is killed, paused and cut off.",
    sortOptions = false)
final class TryCommand implements Callable<Integer> {
  /** At most, where they are started. */
  private static final int NODES = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TARGET",
      description =
          "what to try: of ordeal list targets, or a class of yours that implements Database, or"
              + " its source file, MyDatabase.java, or a YAML file, my.yml")
  private String target;

  @Mixin private PathOptions brought;

  @Option(
      names = {"-w", "--workload"},
      description = "whose client contract to try (default: register, else the first it can run)")
  private String workload;

  @Option(
      names = "--nodes",
      description = "nodes in the cluster (default: the target's, at most 3 if they are started)")
  private Integer nodes;

  @Mixin private EnvironmentOptions environment;

  @Mixin private TargetOptions targetOptions;

  @Option(
      names = "--out",
      defaultValue = "runs",
      description = "folder of run folders (default: ${DEFAULT-VALUE})")
  private Path out;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    ConsoleWatcher watcher = new ConsoleWatcher(err, true);
    Breaches breaches = watcher.breaches();
    brought.use(target);
    Database database = targetOptions.database(target, breaches);
    Workload<?> tried = workload(database);
    environment.use(database);
    RunOptions options = options(database, tried);
    OutFolder.require(out);
    Stop stop = new Stop();
    EarlyEnd early = new EarlyEnd(stop, err, true);
    early.listen();
    LeftRuns.ofUser().healBefore(out, watcher);
    PrintWriter print = spec.commandLine().getOut();
    Trial trial =
        new Trial(
            new RunParts(options, database, tried, watcher, stop, breaches),
            new TargetSettings(
                targetOptions.settings(), name -> targetOptions.without(name, target, breaches)),
            words(),
            finding -> show(print, finding));
    RunFolder folder =
        RunFolder.create(out, database.name() + "-try", Instant.now(), options.seed());
    RunLogging.toFile(folder.log());
    early.heals(folder);
    print.printf(
        "Trying %s, %s, contract of workload %s%s%n",
        database.name(),
        Count.of(options.nodes(), "node"),
        tried.name(),
        database.running().isEmpty() ? "" : "; no faults, since its nodes run already");
    print.flush();
    Trial.Result result;
    try {
      result = trial.execute(folder);
    } catch (IOException | TargetException failed) {
      if (!stop.isRequested()) {
        throw failed;
      }
      watcher.problem("Interrupted (%s): %s".formatted(stop.reason(), failed.getMessage()));
      return ExitCodes.INTERRUPTED;
    } finally {
      ExitGuard.allIsHealed();
    }
    return stop.isRequested()
        ? ExitCodes.INTERRUPTED
        : summary(print, result, database, tried, options.nodes());
  }

  private List<String> words() {
    return spec.commandLine().getParent().getParseResult().originalArgs();
  }

  private Workload<?> workload(Database database) {
    List<Workload<?>> possible =
        possible(
            w -> database.contracts().isEmpty() || database.contracts().contains(w.contract()));
    String named = workload == null ? "register" : workload;
    if (workload != null) {
      Workloads.REGISTRY.get(workload);
    }
    return possible.stream()
        .filter(w -> w.name().equals(named))
        .findFirst()
        .or(() -> workload == null ? possible.stream().findFirst() : Optional.empty())
        .orElseThrow(
            () ->
                new UsageException(
                    "target %s cannot be tried%s; possible: %s"
                        .formatted(
                            target,
                            workload == null ? "" : " with workload " + workload,
                            possible.isEmpty()
                                ? "none of its contracts"
                                : String.join(
                                    ", ", possible.stream().map(Workload::name).toList()))));
  }

  private RunOptions options(Database database, Workload<?> tried) {
    EnvironmentSettings settingsOfEnvironment = environment.settings();
    int running = database.running().size();
    int count =
        environment.nodes(nodes, running == 0 ? Math.min(NODES, database.defaultNodes()) : running);
    RunOptions.Builder options =
        RunOptions.of(target, tried.name(), out)
            .path(brought.text())
            .environment(environment.name(), settingsOfEnvironment)
            .bugs(targetOptions.bugs())
            .settings(targetOptions.settings());
    return TrialPlan.apply(options, count, running == 0, environment.reachesLinks(database, count))
        .build();
  }

  private static void show(PrintWriter print, Finding finding) {
    String text = finding.text().isEmpty() ? "" : ": " + finding.text();
    print.printf("  %-8s%s%s%n", finding.grade().label(), finding.check(), text);
    if (!finding.remedy().isEmpty()) {
      print.printf("          → %s%n", finding.remedy());
    }
    print.flush();
  }

  private int summary(
      PrintWriter print, Trial.Result result, Database database, Workload<?> tried, int count) {
    String faults =
        environment.reachesLinks(database, count)
            ? "killed, paused and cut off"
            : "killed and paused";
    print.println(
        database.running().isEmpty() ? "Updates while n1 was %s:".formatted(faults) : "Updates:");
    print.printf("  %-9s  %-4s  %8s  %4s  %s%n", "fault", "said", "happened", "not", "error");
    for (OutcomeRow row : result.outcomes()) {
      String line =
          "  %-9s  %-4s  %8d  %4d  %s"
              .formatted(
                  row.during().isEmpty() ? "none" : row.during(),
                  row.said(),
                  row.happened(),
                  row.not(),
                  row.error()
                      + (row.unread() == 0 ? "" : "  (%d not read)".formatted(row.unread())));
      print.println(line.stripTrailing() + (row.isContradicted() ? "  WRONG" : ""));
    }
    long wrong = count(result, Grade.WRONG);
    long unknown = count(result, Grade.UNKNOWN);
    result.underFaults().forEach(finding -> show(print, finding));
    Verdict underFaults = result.run().judgement().verdict();
    Verdict verdict = Verdict.VALID;
    if (wrong > 0 || underFaults == Verdict.INVALID) {
      verdict = Verdict.INVALID;
    } else if (unknown > 0 || underFaults == Verdict.UNKNOWN) {
      verdict = Verdict.UNKNOWN;
    }
    print.println(
        switch (verdict) {
          case VALID -> "The target keeps the contract of workload " + tried.name() + ".";
          case INVALID -> "The target breaks the contract of workload " + tried.name() + ".";
          case UNKNOWN -> "Not everything could be tried.";
        });
    others(database, tried).ifPresent(print::println);
    print.println("  report     " + result.run().folder().report());
    print.flush();
    if (!result.run().left().isEmpty()) {
      print.println("Not everything could be undone: " + result.run().left());
      return ExitCodes.UNAVAILABLE;
    }
    return verdict.exitCode();
  }

  private static long count(Trial.Result result, Grade grade) {
    return Stream.concat(result.findings().stream(), result.underFaults().stream())
        .filter(finding -> finding.grade() == grade)
        .count();
  }

  /** The first workload of each kind of calls whose effect can be read back. */
  private static List<Workload<?>> possible(Predicate<Workload<?>> fits) {
    Map<KnownCalls, Workload<?>> byCalls = new LinkedHashMap<>();
    for (Workload<?> workload : Workloads.all()) {
      if (fits.test(workload)) {
        workload.knownCalls().ifPresent(calls -> byCalls.putIfAbsent(calls, workload));
      }
    }
    return List.copyOf(byCalls.values());
  }

  /** What else can be tried. */
  private static Optional<String> others(Database database, Workload<?> tried) {
    List<String> names =
        possible(w -> database.contracts().contains(w.contract())).stream()
            .filter(w -> !w.name().equals(tried.name()))
            .map(w -> "-w " + w.name())
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("  to try     " + String.join(", ", names));
  }
}
