package dev.ordeal.harness.cli;

import dev.ordeal.checkers.BroughtCheckers;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.FaultsChecker;
import dev.ordeal.checkers.activity.SteadyState;
import dev.ordeal.checkers.activity.SteadyStateChecker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.convergence.ConvergenceChecker;
import dev.ordeal.checkers.isolation.IsolationChecker;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.checkers.nodes.NodesChecker;
import dev.ordeal.checkers.sequential.SequentialChecker;
import dev.ordeal.checkers.session.SessionChecker;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.PathOptions;
import dev.ordeal.harness.judging.WholeRunChecker;
import dev.ordeal.harness.watch.LogChecker;
import dev.ordeal.harness.watch.LogRules;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.registry.Named;
import dev.ordeal.results.registry.NearestName;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.AnomalyKind;
import dev.ordeal.targets.Bug;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Environments;
import dev.ordeal.targets.Targets;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ordeal list}. */
@Command(
    name = "list",
    description = "Lists what can be named on the command line, and saved runs.")
final class ListCommand implements Callable<Integer> {
  /** What can be listed, and how. */
  enum What {
    TARGETS((command, print) -> targets(print)),
    ENVIRONMENTS(
        (command, print) ->
            Environments.REGISTRY.all().forEach(e -> row(print, e.name(), e.description()))),
    WORKLOADS(
        (command, print) -> Workloads.all().forEach(w -> row(print, w.name(), w.description()))),
    FAULTS((command, print) -> faults(print)),
    CHECKERS((command, print) -> checkers(print)),
    LEVELS((command, print) -> levels(print)),
    MODELS(
        (command, print) ->
            Models.REGISTRY.all().forEach(m -> row(print, withAliases(m), m.description()))),
    ANOMALIES(
        (command, print) ->
            AnomalyKind.ALL.forEach(kind -> row(print, kind.name(), kind.meaning()))),
    RUNS(ListCommand::runs);

    private interface Listing {
      void print(ListCommand command, PrintWriter print) throws IOException;
    }

    private final Listing listing;

    What(Listing listing) {
      this.listing = listing;
    }

    /** As on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    static What parse(String text) {
      List<String> names = Arrays.stream(values()).map(What::toString).toList();
      int place = names.indexOf(text.toLowerCase(Locale.ROOT));
      if (place < 0) {
        String nearest =
            NearestName.of(text, names).map(n -> ", did you mean " + n + "?").orElse("");
        throw new TypeConversionException(
            "'%s' is none of %s%s".formatted(text, String.join(", ", names), nearest));
      }
      return values()[place];
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "WHAT", description = "one of: ${COMPLETION-CANDIDATES}")
  private What what;

  @Option(
      names = "--out",
      defaultValue = "runs",
      description = "folder of run folders (default: ${DEFAULT-VALUE})")
  private Path out;

  @Mixin private PathOptions brought;

  @Override
  public Integer call() throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    brought.use();
    what.listing.print(this, print);
    print.flush();
    return ExitCodes.OK;
  }

  private static void row(PrintWriter print, String name, String description) {
    print.printf("%-26s %s%n", name, description);
  }

  private static void faults(PrintWriter print) {
    for (FaultType type : FaultTypes.all()) {
      String standard = type.isDefault() ? " (default)" : "";
      String aliases =
          type.aliases().isEmpty() ? "" : " (also " + String.join(", ", type.aliases()) + ")";
      row(print, type.name(), type.description() + standard + aliases);
    }
  }

  private static String withAliases(Named named) {
    return named.aliases().isEmpty()
        ? named.name()
        : "%s (%s)".formatted(named.name(), String.join(", ", named.aliases()));
  }

  private static void targets(PrintWriter print) {
    for (Database database : Targets.REGISTRY.all()) {
      row(print, database.name(), database.description());
      if (!database.contracts().isEmpty()) {
        row(print, "  -w", String.join(", ", workloads(database)));
      }
      database.options().forEach(option -> row(print, "  --set", option));
      for (Bug bug : database.bugs()) {
        String faults = bug.faults().isEmpty() ? "default" : String.join(",", bug.faults());
        String workloads = String.join(",", bug.workloads());
        row(
            print,
            "  --bug " + bug.name(),
            "%s; faults: %s; workloads: %s".formatted(bug.description(), faults, workloads));
      }
    }
  }

  /** The workloads whose contracts a database says it fulfils. */
  static List<String> workloads(Database database) {
    return Workloads.all().stream()
        .filter(workload -> database.contracts().contains(workload.contract()))
        .map(Workload::name)
        .toList();
  }

  private static void checkers(PrintWriter print) {
    Map<String, String> byName = new TreeMap<>();
    for (Workload<?> workload : Workloads.all()) {
      for (Checker checker : workload.checkers()) {
        byName.put(checker.name(), checker.description());
      }
    }
    BroughtCheckers.all().forEach(c -> byName.put(c.name(), c.description()));
    for (Checker other :
        List.of(
            new SequentialChecker(Value.NIL),
            new SessionChecker(ConsistencyModel.CAUSAL, Value.NIL),
            new ConvergenceChecker(),
            new IsolationChecker(ConsistencyModel.STRICT_SERIALIZABLE),
            new SteadyStateChecker(SteadyState.parse("success=99%")),
            new WholeRunChecker(null),
            new FaultsChecker(),
            new NodesChecker(),
            new LogChecker(null, LogRules.NONE))) {
      byName.put(other.name(), other.description());
    }
    byName.forEach((name, description) -> row(print, name, description));
  }

  private static void levels(PrintWriter print) {
    for (ConsistencyModel level : ConsistencyModel.values()) {
      List<ConsistencyModel> implied =
          ConsistencyModel.strongest(
              Arrays.stream(ConsistencyModel.values()).filter(l -> weaker(level, l)).toList());
      String implies =
          implied.isEmpty()
              ? ""
              : "implies "
                  + String.join(", ", implied.stream().map(ConsistencyModel::levelName).toList());
      String also =
          level.aliases().isEmpty() ? "" : "(" + String.join(", ", level.aliases()) + ") ";
      print.printf("%-34s %s%s%n", level.levelName(), also, implies);
    }
  }

  private static boolean weaker(ConsistencyModel level, ConsistencyModel other) {
    return level != other && level.implies(other);
  }

  private void runs(PrintWriter print) throws IOException {
    for (RunFolder run : RunFolder.all(out)) {
      String verdict = run.recordedVerdict();
      String shown =
          switch (verdict) {
            case "true" -> "valid";
            case "false" -> "invalid";
            case "unknown" -> "unknown";
            default -> LeftRuns.isAbandoned(run) ? "died" : "incomplete";
          };
      boolean described = Files.exists(run.path().resolve("run.json"));
      String state = described ? run.info().state() : "";
      print.printf(
          "%-10s %-12s %s%n",
          shown, state, out.toAbsolutePath().relativize(run.path().toAbsolutePath()));
    }
  }
}
