package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.shrinking.Shrinker;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.shrink.LiveOptions;
import dev.ordeal.harness.judging.Judging;
import dev.ordeal.harness.terminal.Interrupts;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.history.file.HistoryWriter;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.LaunchedAs;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal shrink}. */
@Command(
    name = "shrink",
    description =
        "Writes the least part of an invalid history that still shows its gravest violation; with"
            + " --live, looks for the least run that still fails.",
    sortOptions = false,
    exitCodeList = {
      "0:a part was written, or a smaller run was found",
      "2:with --live: the anomaly does not show again",
      "64:bad usage, damaged input, or no violation to shrink",
      "70:internal error",
      "130:interrupted; what was left then is written"
    })
public final class ShrinkCommand implements Callable<Integer> {
  private static final int OPERATIONS_SHOWN_MAX = 12;

  /** Whose violation is not found again so soon is shown by the operations it had at first. */
  private static final Duration SHOWING = Duration.ofSeconds(5);

  private static final Pattern PACKED = Pattern.compile("\\.(gz|zst|xz|bz2|zip|tar|tgz)$");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN|FILE|-", description = "a run folder, a history, standard input")
  private Path path;

  @Mixin private CheckQuestion question;

  @Option(
      names = "--check-time",
      defaultValue = "1m",
      description = "how long the whole history may be judged (default: ${DEFAULT-VALUE})")
  private Duration checkTime;

  @Option(
      names = "--time-limit",
      defaultValue = "1m",
      description = "how long operations are left out (default: ${DEFAULT-VALUE})")
  private Duration timeLimit;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "the history to write (default: shrunk.jsonl in the run folder, or here)")
  private Path output;

  @Mixin private LiveOptions live;

  @Override
  public Integer call() throws IOException, InterruptedException {
    live.requireMatching(spec.commandLine().getParseResult().matchedOptions());
    if (live.isLive()) {
      return live.of(path).run(spec.commandLine().getOut(), spec.commandLine().getErr());
    }
    question.validate();
    HistoryInput input = HistoryInput.of(path);
    Path to = output != null ? output : defaultOutput(input);
    if (Files.exists(to)) {
      throw new UsageException(to + " exists already; name another file with -o");
    }
    if (PACKED.matcher(to.toString()).find()) {
      throw new UsageException("-o %s: it is written as text; leave the ending out".formatted(to));
    }
    if (!Files.isDirectory(to.toAbsolutePath().getParent())) {
      throw new UsageException("-o: there is no folder for " + to);
    }
    Asked asked = question.of(input, read(input).history());
    Violation violation = violation(asked);
    long began = System.nanoTime();
    Budget budget = Budget.of(timeLimit);
    AtomicBoolean isInterrupted = new AtomicBoolean();
    Interrupts.handle(signal -> interrupt(isInterrupted, budget));
    Optional<Shrinker.Shrunk> found =
        Shrinker.shrink(asked.history(), violation.anomaly(), violation.again(budget), budget);
    if (found.isEmpty() && isInterrupted.get()) {
      return ExitCodes.INTERRUPTED;
    }
    String why =
        budget.isOutOfTime()
            ? "%s: no part was judged within %s to show %s; give more --time-limit"
                .formatted(path, Durations.text(timeLimit), violation.anomaly().name())
            : "%s: the operations alone do not show %s; it cannot be shrunk"
                .formatted(path, violation.anomaly().name());
    Shrinker.Shrunk shrunk = found.orElseThrow(() -> new UsageException(why));
    double seconds = (System.nanoTime() - began) / 1e9;
    try (HistoryWriter writer = new HistoryWriter(to)) {
      for (Event event : shrunk.history().events()) {
        writer.append(event);
      }
    }
    print(asked, violation, shrunk, seconds, to);
    return isInterrupted.get() ? ExitCodes.INTERRUPTED : ExitCodes.OK;
  }

  /** The first signal ends the search, and what is left then is written; the second ends all. */
  private static void interrupt(AtomicBoolean isInterrupted, Budget budget) {
    if (isInterrupted.getAndSet(true)) {
      Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
    }
    budget.cutoff().bringForward(System.nanoTime());
  }

  /**
   * A violation, who found it, and what may be found beside it.
   *
   * @param unexplained whether no option explains the violation that a judge found in a part; of
   *     the whole history none does, or it is not looked for
   */
  private record Violation(
      Checker checker,
      Anomaly anomaly,
      Set<String> names,
      Duration time,
      BiPredicate<History, Judgement> unexplained) {
    /** As a history of which some operations were left out shows it. */
    Anomaly of(History left) {
      return Judge.judge(left, List.of(checker), Budget.of(SHOWING)).anomalies().stream()
          .filter(each -> each.name().equals(anomaly.name()))
          .findFirst()
          .orElse(anomaly);
    }

    /** Whether a history shows the same, and nothing that the whole one does not show. */
    Predicate<History> again(Budget budget) {
      return history -> {
        Judgement judgement = Judge.judge(history, List.of(checker), budget.within(time));
        List<Anomaly> found = judgement.anomalies();
        return judgement.verdict() == Verdict.INVALID
            && found.stream().anyMatch(each -> each.name().equals(anomaly.name()))
            && found.stream().allMatch(each -> names.contains(each.name()))
            && unexplained.test(history, judgement);
      };
    }
  }

  /** Of what is left those operations that are shown: the violation's own before others. */
  private static List<Operation> shown(Violation violation, History left) {
    Set<Operation> own = new HashSet<>(violation.of(left).witness());
    Set<Operation> some =
        left.operations().stream()
            .sorted(Comparator.comparing((Operation each) -> !own.contains(each)))
            .limit(OPERATIONS_SHOWN_MAX)
            .collect(Collectors.toSet());
    return left.operations().stream().filter(some::contains).toList();
  }

  private HistoryFile read(HistoryInput input) throws IOException {
    try {
      return input.read();
    } catch (MalformedHistoryException malformed) {
      throw new UsageException(malformed.getMessage());
    } catch (NoSuchFileException missing) {
      throw new UsageException("No such file or run: " + path);
    }
  }

  private Path defaultOutput(HistoryInput input) throws IOException {
    return input.isRun()
        ? RunFolder.open(path).path().resolve("shrunk.jsonl")
        : Path.of("shrunk.jsonl");
  }

  private Violation violation(Asked asked) {
    List<Checker> checkers = Judging.timeLimited(asked.checkers());
    Judgement judgement = Judge.judge(asked.history(), checkers, Budget.of(checkTime));
    for (int i = 0; i < checkers.size(); i++) {
      CheckResult result = judgement.results().get(i);
      Optional<Anomaly> gravest =
          new Judgement(List.of(result))
              .anomalies().stream().filter(each -> !each.witness().isEmpty()).findFirst();
      if (result.verdict() == Verdict.INVALID && gravest.isPresent()) {
        Set<String> names = new HashSet<>();
        result.anomalies().forEach(each -> names.add(each.name()));
        boolean mayBeExplained = i > 0 || asked.isExplained(judgement, checkTime);
        return new Violation(
            checkers.get(i),
            gravest.get(),
            names,
            checkTime,
            (part, found) -> mayBeExplained || !asked.about(part).isExplained(found, checkTime));
      }
    }
    String why =
        judgement.verdict() == Verdict.UNKNOWN ? " (%s)".formatted(judgement.reason()) : "";
    throw new UsageException(
        "%s is %s%s, and no operations show a violation: there is nothing to shrink"
            .formatted(path, judgement.verdict(), why));
  }

  private void print(
      Asked asked, Violation violation, Shrinker.Shrunk shrunk, double seconds, Path to)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Operation> left = shrunk.history().operations();
    out.printf(
        Locale.ROOT,
        "%s: %,d of %,d operations show it%s (%,d histories judged in %.1f s)%n",
        violation.anomaly().name(),
        left.size(),
        asked.history().operations().size(),
        shrunk.isMinimal() ? "" : "; more can perhaps be left out with more --time-limit",
        shrunk.tests(),
        seconds);
    shown(violation, shrunk.history()).forEach(o -> out.println("  " + o.describe()));
    if (left.size() > OPERATIONS_SHOWN_MAX) {
      out.printf(Locale.ROOT, "  … %,d more%n", left.size() - OPERATIONS_SHOWN_MAX);
    }
    out.println("  written    " + to);
    out.println("  check it   " + checkCommand(asked, to));
    out.flush();
  }

  /** A run's checkers are those of its workload; a file says neither which nor what it is. */
  private String checkCommand(Asked asked, Path to) throws IOException {
    List<String> words = new ArrayList<>(List.of("check", to.toString()));
    if (HistoryInput.of(path).isRun() && question.isOwnPromise()) {
      words.addAll(List.of("-w", RunFolder.open(path).info().workload()));
    } else {
      words.addAll(question.ofPart(asked));
    }
    return LaunchedAs.command()
        + words.stream().map(LaunchedAs::quoted).collect(Collectors.joining(" ", " ", ""));
  }
}
