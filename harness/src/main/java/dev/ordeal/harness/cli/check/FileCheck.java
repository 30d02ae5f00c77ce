package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.report.HtmlReport;
import dev.ordeal.results.report.Reports;
import dev.ordeal.results.report.TextSummary;
import dev.ordeal.results.run.Failures;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.results.verdict.VerdictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges one run folder or history of a command and prints its verdict. Whatever is wrong with it,
 * also in a model of the user, is printed as its own answer and ends nothing else.
 */
final class FileCheck {
  private final CheckQuestion question;
  private final Duration checkTime;
  private final Output output;
  private final Path path;
  private final PrintWriter out;
  private final PrintWriter err;
  private final long began = System.nanoTime();

  /**
   * What is written of every file of a command.
   *
   * @param json whether documents are printed, and nothing else
   * @param linearization where to write an order to
   * @param report where to write a page to
   * @param command how it was asked for, for the page
   */
  record Output(
      boolean json, Optional<Path> linearization, Optional<Path> report, String command) {}

  FileCheck(
      CheckQuestion question,
      Duration checkTime,
      Output output,
      Path path,
      PrintWriter out,
      PrintWriter err) {
    this.question = question;
    this.checkTime = checkTime;
    this.output = output;
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
      return error(ExitCodes.USAGE, path + " cannot be read: " + Failures.text(unreadable));
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
    if (output.json()) {
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
    HistoryInput input = HistoryInput.of(path);
    HistoryFile file = input.read();
    double readingSeconds = (System.nanoTime() - began) / 1e9;
    file.notes().forEach(this::say);
    Asked asked = asked(input, file.history());
    say(asked.said());
    Judgement judgement = asked.told(judge(asked, file));
    print(file, asked, judgement, readingSeconds);
    boolean isWritten = true;
    // The answer to another question must not stand in the run's report as if it were its verdict.
    if (input.isRun() && question.isOwnPromise()) {
      RunFolder folder = RunFolder.open(path);
      if (Files.exists(folder.path().resolve("run.json"))) {
        // Nobody asked for it, so the verdict's exit code stands.
        write(folder.path(), () -> Reports.write(folder, folder.info(), file.history(), judgement));
      }
    }
    if (output.report().isPresent()) {
      Path report = output.report().get();
      String page = page(input, file, asked.told(), judgement);
      isWritten = write(report, () -> RunFolder.writeAtomically(report, page));
    }
    if (output.linearization().isPresent()) {
      Path order = output.linearization().get();
      isWritten &= write(order, () -> writeLinearization(order, asked));
    }
    return isWritten ? judgement.verdict().exitCode() : ExitCodes.USAGE;
  }

  /** Writes something beside the verdict, or says why that cannot be. */
  private interface Writing {
    void write() throws IOException;
  }

  private boolean write(Path where, Writing writing) {
    try {
      writing.write();
      return true;
    } catch (IOException | UncheckedIOException problem) {
      err.println(
          "%s: the verdict stands, but %s cannot be written: %s"
              .formatted(path, where, reason(problem)));
      err.flush();
      return false;
    }
  }

  private static String reason(Exception problem) {
    return switch (problem) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "there is no such folder";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(problem.getMessage());
    };
  }

  private void print(HistoryFile file, Asked asked, Judgement judgement, double readingSeconds) {
    if (output.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("file", path.toString());
      document.put("valid", judgement.verdict().json());
      document.put("reason", judgement.reason());
      document.put("checkers", VerdictJson.checkers(judgement));
      document.put("anomalies", VerdictJson.anomalyNames(judgement));
      document.put("notes", file.notes());
      if (!asked.said().isEmpty()) {
        document.put("guessed", asked.said());
      }
      document.put("seconds", (System.nanoTime() - began) / 1e9);
      document.put("reading-seconds", readingSeconds);
      print(document);
    } else {
      List<String> lines = TextSummary.lines(file.history(), judgement);
      out.println(path + ": " + lines.getFirst());
      lines.stream().skip(1).forEach(out::println);
      out.flush();
    }
  }

  private Asked asked(HistoryInput input, History history) throws IOException {
    try {
      return question.of(input, history);
    } catch (UsageException wrong) {
      throw new UsageException(path + ": " + wrong.getMessage());
    }
  }

  private Judgement judge(Asked asked, HistoryFile file) {
    Judgement judgement = asked.judge(checkTime, question.foreignClass());
    CheckResult first = judgement.results().getFirst();
    if (question.isKindGiven() && first.facts().containsKey(Judge.MISFIT)) {
      OptionalLong line =
          file.notes().isEmpty()
              ? MisfitPlace.line(path, file.history(), first.reason())
              : OptionalLong.empty();
      if (line.isPresent()) {
        throw MalformedHistoryException.at(
            path.toString(), line.getAsLong(), MisfitPlace.withoutPlace(first.reason()));
      }
      throw new UsageException(path + ": " + first.reason());
    }
    return judgement;
  }

  private String page(HistoryInput input, HistoryFile file, History history, Judgement judgement)
      throws IOException {
    return input.isRun() && Files.exists(path.resolve("run.json"))
        ? HtmlReport.of(RunFolder.open(path).info(), history, judgement)
        : HtmlReport.ofFile(
            String.valueOf(path.getFileName()), output.command(), file.notes(), history, judgement);
  }

  private void writeLinearization(Path file, Asked asked) throws IOException {
    Model<?> model =
        asked.model().orElseThrow(() -> new UsageException("--linearization needs --model here"));
    err.println(LinearizationFile.write(file, model, asked.history(), Budget.of(checkTime)));
    err.flush();
  }

  /** Prints what was noted, or taken for the history. */
  private void say(String what) {
    if (!output.json() && !what.isEmpty()) {
      err.println(path + ": " + what);
      err.flush();
    }
  }

  private void print(Map<String, Object> document) {
    out.println(JsonMapper.builder().build().writeValueAsString(document));
    out.flush();
  }
}
