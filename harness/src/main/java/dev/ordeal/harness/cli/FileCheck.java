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
import dev.ordeal.results.history.Value;
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
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges one run folder or history of a command and prints its verdict. Whatever is wrong with it,
 * also in a model of the user, is printed as its own answer and ends nothing else.
 */
final class FileCheck {
  private final Asked asked;
  private final Path path;
  private final PrintWriter out;
  private final PrintWriter err;
  private final long began = System.nanoTime();
  private boolean isRun;
  private boolean guessSaid;

  /**
   * What was asked for all files of a command.
   *
   * @param workload whose checkers judge; null for the run's own
   * @param model perhaps a model by its name
   * @param consistency null for the default of what is judged
   * @param linearization where to write an order to; null for nowhere
   */
  record Asked(
      String workload,
      ModelChoice model,
      Level consistency,
      Duration checkTime,
      Path linearization,
      boolean json) {

    /** Whether the answer is the run's own verdict, and not one to another question. */
    boolean isWhatTheRunPromised() {
      return consistency == null && !model.isGiven() && workload == null;
    }
  }

  FileCheck(Asked asked, Path path, PrintWriter out, PrintWriter err) {
    this.asked = asked;
    this.path = path;
    this.out = out;
    this.err = err;
  }

  /** Judges and prints; returns the exit code of this file. */
  int run() {
    try {
      return judgeAndPrint();
    } catch (UsageException | MalformedHistoryException wrong) {
      return error(ExitCodes.USAGE, wrong.getMessage());
    } catch (NoSuchFileException missing) {
      String why = missing.getReason() == null ? "" : ": " + missing.getReason();
      return error(ExitCodes.USAGE, "No such file or run: " + path + why);
    } catch (AccessDeniedException denied) {
      return error(ExitCodes.USAGE, path + ": permission denied; make it readable for this user");
    } catch (IOException | UncheckedIOException unreadable) {
      return error(ExitCodes.USAGE, path + " cannot be read: " + unreadable.getMessage());
    } catch (OutOfMemoryError spent) {
      long heap = Runtime.getRuntime().maxMemory() >> 20;
      return error(
          Verdict.UNKNOWN.exitCode(),
          "%s does not fit into a heap of %,d MiB; give the JVM more, for example %s"
              .formatted(path, heap, "ORDEAL_JAVA_OPTS=-Xmx" + (heap / 512 + 1) + "g"));
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError broken) {
      return error(ExitCodes.INTERNAL, "%s: internal error: %s".formatted(path, broken));
    }
  }

  private int error(int code, String text) {
    err.println(text);
    err.flush();
    if (asked.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("file", path.toString());
      document.put("valid", "unknown");
      document.put("error", text);
      document.put("checkers", Map.of());
      document.put("anomalies", List.of());
      document.put("seconds", (System.nanoTime() - began) / 1e9);
      print(document);
    }
    return code;
  }

  private int judgeAndPrint() throws IOException {
    isRun = Files.isDirectory(path);
    HistoryFile file = HistoryFile.read(isRun ? RunFolder.open(path).history() : path);
    double readingSeconds = (System.nanoTime() - began) / 1e9;
    file.notes().forEach(note -> err.println(path + ": " + note));
    err.flush();
    Judgement judgement = judge(file.history());
    // The answer to another question must not stand in the run's report as if it were its verdict.
    if (isRun && asked.isWhatTheRunPromised()) {
      RunFolder folder = RunFolder.open(path);
      if (Files.exists(folder.path().resolve("run.json"))) {
        Reports.write(folder, folder.info(), file.history(), judgement);
      }
    }
    if (asked.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("file", path.toString());
      document.put("valid", judgement.verdict().json());
      document.put("reason", judgement.reason());
      document.put("checkers", VerdictJson.checkers(judgement));
      document.put("anomalies", VerdictJson.anomalyNames(judgement));
      document.put("seconds", (System.nanoTime() - began) / 1e9);
      document.put("reading-seconds", readingSeconds);
      print(document);
    } else {
      List<String> lines = TextSummary.lines(file.history(), judgement);
      out.println(path + ": " + lines.getFirst());
      lines.stream().skip(1).forEach(out::println);
      out.flush();
    }
    if (asked.linearization() != null) {
      writeLinearization(file.history());
    }
    return judgement.verdict().exitCode();
  }

  private void writeLinearization(History history) throws IOException {
    Model<?> model =
        model(history).orElseThrow(() -> new UsageException("--linearization needs --model here"));
    Budget budget = Budget.of(asked.checkTime());
    err.println(LinearizationFile.write(asked.linearization(), model, history, budget));
    err.flush();
  }

  private void print(Map<String, Object> document) {
    out.println(JsonMapper.builder().build().writeValueAsString(document));
    out.flush();
  }

  private Judgement judge(History history) throws IOException {
    if (isEmptyTransactions(history)) {
      return unknown("isolation", "transactions without operations: nothing was tested");
    }
    Optional<List<Checker>> checkers = checkers(history);
    if (checkers.isEmpty()) {
      return unknown("linearizable", unfit(history));
    }
    List<Checker> all = new ArrayList<>(checkers.get());
    if (isRun && !asked.isWhatTheRunPromised()) {
      Judging.wholeness(RunFolder.open(path)).ifPresent(all::add);
    }
    Judgement judgement =
        ForeignJudging.judge(history, all, asked.checkTime(), asked.model().foreignClass());
    CheckResult first = judgement.results().getFirst();
    if (asked.model().isGiven() && first.facts().containsKey(Judge.MISFIT)) {
      throw new UsageException(path + ": " + first.reason());
    }
    return judgement;
  }

  private static Judgement unknown(String checker, String reason) {
    return new Judgement(List.of(CheckResult.unknown(checker, reason, Map.of())));
  }

  private static String unfit(History history) {
    return "no model fits the functions %s; name one with --model %s"
        .formatted(functions(history), String.join("|", Models.names()));
  }

  private static String functions(History history) {
    return String.join(
        ", ", history.operations().stream().map(op -> op.function()).distinct().sorted().toList());
  }

  private Optional<List<Checker>> checkers(History history) throws IOException {
    if (isRun && asked.isWhatTheRunPromised()) {
      Optional<List<Checker>> own = Judging.of(RunFolder.open(path).info());
      if (own.isPresent()) {
        return own;
      }
    }
    ModelChoice model = asked.model();
    if (!model.isGiven() && asked.workload() != null) {
      return Workloads.byName(asked.workload()).map(Workload::checkers);
    }
    if (!model.isGiven() && history.columns().hasTransactions()) {
      Level level = asked.consistency() == null ? Level.STRICT_SERIALIZABLE : asked.consistency();
      return Optional.of(List.of(Promises.ofTransactions(level)));
    }
    if (!model.isGiven() && asked.consistency() == null && BankChecker.fits(history)) {
      say("bank, with the total of the first read (guessed)");
      return Optional.of(List.of(BankChecker.asFirstRead()));
    }
    return model(history).map(m -> List.of(checker(m)));
  }

  private static boolean isEmptyTransactions(History history) {
    return !history.columns().hasTransactions()
        && !history.operations().isEmpty()
        && history.operations().stream()
            .allMatch(op -> op.function().equals("txn") && isEmpty(op.argument()));
  }

  private static boolean isEmpty(Value value) {
    return value.isNil() || (value instanceof Value.Seq list && list.items().isEmpty());
  }

  /** Prints once what was taken for the history. */
  private void say(String what) {
    if (!asked.json() && !guessSaid) {
      guessSaid = true;
      err.println(path + ": " + what);
      err.flush();
    }
  }

  private Checker checker(Model<?> chosen) {
    Level level = asked.consistency() == null ? Level.LINEARIZABLE : asked.consistency();
    try {
      return Promises.ofObjects(level, chosen);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(path + ": --" + wrong.getMessage());
    }
  }

  /** The model that was named, else the one that fits; the guess is printed. */
  private Optional<Model<?>> model(History history) {
    if (asked.model().isGiven()) {
      return Optional.of(asked.model().chosen());
    }
    Optional<Model<?>> guess = Models.guess(history);
    guess.ifPresent(found -> say("model " + found.name() + " (guessed)"));
    return guess.map(asked.model()::started);
  }
}
