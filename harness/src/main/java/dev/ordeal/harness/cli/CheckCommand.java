package dev.ordeal.harness.cli;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.Promises;
import dev.ordeal.checkers.bank.BankChecker;
import dev.ordeal.checkers.isolation.Level;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.harness.run.Judging;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.HistoryFile;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.report.Reports;
import dev.ordeal.results.report.TextSummary;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.results.verdict.VerdictJson;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ordeal check}. */
@Command(
    name = "check",
    description = "Judges saved runs and histories from anywhere: JSON lines or Jepsen's EDN.",
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "RUN|FILE", description = "run folders or histories")
  private List<Path> paths;

  @Option(
      names = {"-w", "--workload"},
      description = "the workload whose checkers judge (default: the run's own)")
  private String workload;

  @Mixin private ModelChoice model;

  @Option(
      names = "--check-time",
      defaultValue = "2m",
      description = "how long each may take (default: ${DEFAULT-VALUE})")
  private Duration checkTime;

  @Option(
      names = "--consistency",
      paramLabel = "LEVEL",
      description =
          "what was promised: linearizable or sequential for objects (default: linearizable), any"
              + " of 'ordeal list levels' for transactions (default: strict-serializable)")
  private String consistency;

  @Option(
      names = "--linearization",
      paramLabel = "FILE",
      description = "write the order that makes a history linearizable, once it was verified")
  private Path linearization;

  @Option(names = "--json", description = "print one JSON document a line and nothing else")
  private boolean json;

  /** The files whose guessed model was printed. */
  private final Set<Path> said = new HashSet<>();

  @Override
  public Integer call() throws IOException {
    validate();
    int worst = ExitCodes.OK;
    for (Path path : paths) {
      worst = worse(worst, checkInMemory(path));
    }
    return worst;
  }

  private int checkInMemory(Path path) throws IOException {
    try {
      return check(path);
    } catch (OutOfMemoryError spent) {
      long heap = Runtime.getRuntime().maxMemory() >> 20;
      tellError(
          path,
          "%s does not fit into a heap of %,d MiB; give the JVM more, for example %s"
              .formatted(path, heap, "ORDEAL_JAVA_OPTS=-Xmx" + (heap / 512 + 1) + "g"));
      return Verdict.UNKNOWN.exitCode();
    }
  }

  private void tellError(Path path, String text) {
    spec.commandLine().getErr().println(text);
    spec.commandLine().getErr().flush();
    if (json) {
      print(
          spec.commandLine().getOut(),
          Map.of("file", path.toString(), "valid", "unknown", "error", text));
    }
  }

  private void validate() {
    if (model.isGiven()) {
      model.chosen();
    }
    if (consistency != null && Level.byName(consistency).isEmpty()) {
      throw new UsageException(
          "Unknown consistency '%s'. Known: %s"
              .formatted(
                  consistency,
                  String.join(", ", Arrays.stream(Level.values()).map(Level::levelName).toList())));
    }
    if (linearization != null && paths.size() > 1) {
      throw new UsageException("--linearization goes with one history, not " + paths.size());
    }
    if (workload != null && Workloads.byName(workload).isEmpty()) {
      throw new UsageException(
          "Unknown workload '"
              + workload
              + "'. Known: "
              + String.join(", ", Workloads.all().stream().map(Workload::name).toList()));
    }
  }

  /** Invalid outweighs bad input, which outweighs unknown. */
  private static int worse(int a, int b) {
    List<Integer> rising = List.of(ExitCodes.OK, Verdict.UNKNOWN.exitCode(), ExitCodes.USAGE, 1);
    return rising.indexOf(a) >= rising.indexOf(b) ? a : b;
  }

  private int check(Path path) throws IOException {
    long began = System.nanoTime();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean isRun = Files.isDirectory(path);
    HistoryFile file;
    try {
      file = HistoryFile.read(isRun ? RunFolder.open(path).history() : path);
    } catch (MalformedHistoryException | NoSuchFileException problem) {
      if (paths.size() == 1) {
        throw problem;
      }
      String text =
          problem instanceof NoSuchFileException
              ? "No such file or run: " + path
              : problem.getMessage();
      tellError(path, text);
      return ExitCodes.USAGE;
    }
    double readingSeconds = (System.nanoTime() - began) / 1e9;
    file.warning().ifPresent(err::println);
    err.flush();
    Judgement judgement = judge(path, isRun, file.history());
    // The answer to another question must not stand in the run's report as if it were its verdict.
    if (isRun && asksForWhatTheRunPromised()) {
      RunFolder folder = RunFolder.open(path);
      if (Files.exists(folder.path().resolve("run.json"))) {
        Reports.write(folder, folder.info(), file.history(), judgement);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("file", path.toString());
      document.put("valid", judgement.verdict().json());
      document.put("reason", judgement.reason());
      document.put("checkers", VerdictJson.checkers(judgement));
      document.put("anomalies", VerdictJson.anomalyNames(judgement));
      document.put("seconds", seconds);
      document.put("reading-seconds", readingSeconds);
      print(out, document);
    } else {
      List<String> lines = TextSummary.lines(file.history(), judgement);
      out.println(path + ": " + lines.getFirst());
      lines.stream().skip(1).forEach(out::println);
      out.flush();
    }
    if (linearization != null) {
      Optional<Model<?>> chosen = model(path, file.history());
      if (chosen.isEmpty()) {
        throw new UsageException("--linearization needs --model here");
      }
      Budget budget = Budget.of(checkTime);
      err.println(LinearizationFile.write(linearization, chosen.get(), file.history(), budget));
      err.flush();
    }
    return judgement.verdict().exitCode();
  }

  private static void print(PrintWriter out, Map<String, Object> document) {
    out.println(JsonMapper.builder().build().writeValueAsString(document));
    out.flush();
  }

  private Judgement judge(Path path, boolean isRun, History history) throws IOException {
    Optional<List<Checker>> checkers = checkers(path, isRun, history);
    if (checkers.isEmpty()) {
      String functions =
          String.join(
              ", ", history.operations().stream().map(op -> op.function()).distinct().toList());
      return new Judgement(
          List.of(
              CheckResult.unknown(
                  "linearizable",
                  "no model fits the functions "
                      + functions
                      + "; name one with --model "
                      + String.join("|", Models.names()),
                  Map.of())));
    }
    List<Checker> asked = new ArrayList<>(checkers.get());
    if (isRun && !asksForWhatTheRunPromised()) {
      Judging.wholeness(RunFolder.open(path)).ifPresent(asked::add);
    }
    Judgement judgement = Judge.judge(history, asked, Budget.of(checkTime));
    boolean wrongModel =
        model.isGiven()
            && judgement.verdict() == Verdict.UNKNOWN
            && judgement.results().getFirst().facts().containsKey("error");
    if (wrongModel) {
      throw new UsageException(path + ": " + judgement.results().getFirst().reason());
    }
    return judgement;
  }

  private boolean asksForWhatTheRunPromised() {
    return consistency == null && !model.isGiven() && workload == null;
  }

  private Optional<List<Checker>> checkers(Path path, boolean isRun, History history)
      throws IOException {
    if (isRun && asksForWhatTheRunPromised()) {
      Optional<List<Checker>> own = Judging.of(RunFolder.open(path).info());
      if (own.isPresent()) {
        return own;
      }
    }
    if (!model.isGiven() && workload != null) {
      return Workloads.byName(workload).map(Workload::checkers);
    }
    if (!model.isGiven() && history.columns().hasTransactions()) {
      Level level = consistency == null ? Level.STRICT_SERIALIZABLE : promised();
      return Optional.of(List.of(Promises.ofTransactions(level)));
    }
    if (!model.isGiven() && consistency == null && BankChecker.fits(history)) {
      say(path, "bank, with the total of the first read (guessed)");
      return Optional.of(List.of(BankChecker.asFirstRead()));
    }
    return model(path, history).map(m -> List.of(checker(m)));
  }

  /** Says once a file what was taken for it. */
  private void say(Path path, String what) {
    if (!json && said.add(path)) {
      spec.commandLine().getErr().println(path + ": " + what);
      spec.commandLine().getErr().flush();
    }
  }

  private Level promised() {
    return Level.byName(consistency).orElseThrow();
  }

  private Checker checker(Model<?> chosen) {
    try {
      return Promises.ofObjects(consistency == null ? Level.LINEARIZABLE : promised(), chosen);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--" + wrong.getMessage());
    }
  }

  /** The model that was named, else the one that fits; which one is said once a file. */
  private Optional<Model<?>> model(Path path, History history) {
    if (model.isGiven()) {
      return Optional.of(model.chosen());
    }
    Optional<Model<?>> guess = Models.guess(history);
    guess.ifPresent(found -> say(path, "model " + found.name() + " (guessed)"));
    return guess.map(model::started);
  }
}
