package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.BroughtCheckers;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.bank.BankChecker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.log.LogChecker;
import dev.ordeal.checkers.model.CounterModel;
import dev.ordeal.checkers.model.Drains;
import dev.ordeal.checkers.model.InitialState;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.model.Vocabulary;
import dev.ordeal.checkers.selection.CheckerSelection;
import dev.ordeal.harness.cli.option.LevelNames;
import dev.ordeal.harness.cli.option.PathOptions;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.judging.Judging;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what a history is asked for, and what they mean for one. */
final class CheckQuestion {
  @Option(
      names = {"-w", "--workload"},
      description = "the workload whose checkers judge (default: the run's own)")
  private String workload;

  @Mixin private ModelChoice model;

  @Mixin private PathOptions brought;

  @Option(
      names = "--consistency",
      paramLabel = "LEVEL",
      description =
          "what was promised: linearizable or sequential for objects (default: linearizable), any"
              + " of 'ordeal list levels' for transactions (default: strict-serializable)")
  private String consistency;

  @Option(
      names = "--total",
      paramLabel = "N",
      description = "what all accounts of a bank hold together (default: its first complete read)")
  private Long total;

  @Option(
      names = "--map",
      paramLabel = "FUNCTION=FUNCTION",
      description = "read a function of the history as one that a model knows; repeatable")
  private Map<String, String> functions = new LinkedHashMap<>();

  /** Whether a run is asked for what it promised itself. */
  boolean isOwnPromise() {
    return consistency == null
        && !model.isGiven()
        && workload == null
        && total == null
        && functions.isEmpty()
        && model.initial().isUnsaid();
  }

  /**
   * Looks at the options before any file is read.
   *
   * @throws UsageException if they make no sense
   */
  void validate() {
    brought.use();
    if (model.isGiven()) {
      model.chosen();
    }
    model.initial();
    if (consistency != null && ConsistencyModel.byName(consistency).isEmpty()) {
      throw new UsageException(LevelNames.unknown(consistency));
    }
    if (workload != null) {
      Workloads.REGISTRY.get(workload);
    }
  }

  /**
   * What is asked of a history.
   *
   * @throws UsageException if the options do not fit it
   */
  Asked of(HistoryInput input, History read) throws IOException {
    if (!input.isRun()) {
      return asked(input, read).and(BroughtCheckers.all());
    }
    RunFolder folder = RunFolder.open(input.path());
    List<Checker> run = Judging.ofRunAlone(folder);
    if (run.isEmpty() || !isOwnPromise()) {
      return asked(input, read).and(BroughtCheckers.all()).and(run);
    }
    Optional<List<Checker>> own = Judging.of(folder);
    if (own.isEmpty()) {
      throw new UsageException(
          ("The run's workload %s is not known here; if it is your own, --path says where; else -w"
                  + " or --model says what to judge")
              .formatted(folder.info().workload()));
    }
    return Asked.named(read, own.get());
  }

  private Asked asked(HistoryInput input, History read) throws IOException {
    History history = functions.isEmpty() ? read : Vocabulary.renamed(read, functions);
    OptionalLong sum = total == null ? OptionalLong.empty() : OptionalLong.of(total);
    if (!model.isGiven() && workload != null) {
      return ofWorkload(input, history, sum);
    }
    if (!model.isGiven() && areTransactions(history)) {
      requireNoTotal("transactions");
      return ofTransactions(history);
    }
    if (!model.isGiven() && BankChecker.fits(history)) {
      requireNoLevel("banks", "bank");
      String of = total == null ? "of the first complete read" : "that was given";
      return Asked.guessed(
          history,
          List.of(BankChecker.of(sum)),
          "bank",
          "bank, with the total " + of + " (guessed)");
    }
    if (!model.isGiven() && LogChecker.fits(history)) {
      requireNoLevel("logs", "log");
      requireNoInitial("logs");
      requireNoTotal("logs");
      return Asked.guessed(history, List.of(new LogChecker()), "log", "logs (guessed)");
    }
    return ofObjects(history);
  }

  private static boolean areTransactions(History history) {
    return history.columns().hasTransactions()
        || (history.functions().equals(List.of(Operation.TRANSACTION))
            && history.operations().stream().allMatch(call -> isEmpty(call.argument())));
  }

  private static boolean isEmpty(Value argument) {
    return argument.isNil() || argument.equals(Value.seq());
  }

  private void requireNoTotal(String what) {
    if (total != null) {
      throw new UsageException("--total goes with a bank (-w bank), not with " + what);
    }
  }

  private void requireNoLevel(String what, String judge) {
    if (consistency != null) {
      throw new UsageException(
          "--consistency %s is not for %s; leave it out, they are judged as by -w %s"
              .formatted(consistency, what, judge));
    }
  }

  private void requireNoInitial(String what) {
    if (!model.initial().isUnsaid()) {
      throw new UsageException("--initial goes with registers and counters, not with " + what);
    }
  }

  private static void requireKeys(InitialState initial, History history) {
    initial
        .unknownKey(history)
        .ifPresent(
            key -> {
              throw new UsageException(
                  "--initial %s=%s: no operation has the key %s; name one that the history has"
                      .formatted(key, initial.byKey().get(key), key));
            });
  }

  private Asked ofWorkload(HistoryInput input, History history, OptionalLong sum)
      throws IOException {
    Workload<?> named = Workloads.REGISTRY.get(workload);
    boolean isOwn =
        input.isRun() && RunFolder.open(input.path()).info().workload().equals(workload);
    requireNoInitial("a workload");
    if (consistency != null) {
      throw new UsageException(
          "--consistency %s does not go with -w %s, which says what is promised; leave one out"
              .formatted(consistency, workload));
    }
    boolean isBank = named.checkers().stream().anyMatch(BankChecker.class::isInstance);
    if (!isBank) {
      requireNoTotal("workload " + workload);
    }
    List<Checker> checkers =
        named.checkers().stream()
            .map(
                checker ->
                    checker instanceof BankChecker && (!isOwn || total != null)
                        ? BankChecker.of(sum)
                        : checker)
            .toList();
    return Asked.named(history, checkers);
  }

  private Asked ofTransactions(History history) {
    InitialState initial = model.initial();
    requireKeys(initial, history);
    History begun = history;
    if (!initial.isUnsaid()) {
      if (!InitialState.areRegisters(history)) {
        requireNoInitial("lists, sets or counters of transactions");
      }
      begun = initial.beforeTransactions(history);
    }
    boolean hasRealTime = history.recorded().realTime();
    ConsistencyModel level =
        consistency != null
            ? promised()
            : hasRealTime ? ConsistencyModel.STRICT_SERIALIZABLE : ConsistencyModel.SERIALIZABLE;
    Asked named = Asked.named(begun, List.of(CheckerSelection.ofTransactions(level)));
    Asked asked = initial.isUnsaid() ? named.openAtFirst() : named;
    return hasRealTime || consistency != null
        ? asked
        : asked.saying("judged as serializable: nothing is known of real time");
  }

  private Asked ofObjects(History history) {
    if (history.functions().isEmpty() && !model.isGiven() && consistency != null) {
      // Of no operations at all it cannot be known what the level was promised for.
      return ofTransactions(history);
    }
    boolean drains = Drains.in(history);
    History calls = drains ? Drains.expanded(history) : history;
    requireNoTotal("objects");
    if (model.isGiven()) {
      Model<?> named = model.chosen();
      Asked asked = begun(calls, named).map((h, m) -> Asked.named(h, List.of(checker(m))).of(m));
      return drains ? asked.drained(history) : asked;
    }
    Optional<Model<?>> guess = drains ? Models.byName("unordered-queue") : Models.guess(calls);
    String note = "";
    if (guess.isEmpty()) {
      Map<String, String> names = Vocabulary.of(calls);
      calls = Vocabulary.renamed(calls, names);
      guess = Models.guess(calls);
      note =
          names.entrySet().stream()
              .map(name -> name.getKey() + " as " + name.getValue())
              .collect(Collectors.joining(", ", ", ", ""));
    }
    if (guess.isEmpty()) {
      return Asked.nothing(history);
    }
    String said =
        "model %s%s (guessed)".formatted(guess.get().name(), drains ? ", drain as dequeues" : note);
    Asked asked =
        begun(calls, guess.get()).map((h, m) -> Asked.guessed(h, List.of(checker(m)), said).of(m));
    return drains ? asked.drained(history) : asked;
  }

  /** A history and the model of its objects, both with what objects held at first. */
  private record Begun(History history, Model<?> model) {
    private Asked map(java.util.function.BiFunction<History, Model<?>, Asked> asked) {
      return asked.apply(history, model);
    }
  }

  private Begun begun(History history, Model<?> chosen) {
    InitialState initial = model.initial();
    if (initial.isUnsaid()) {
      return new Begun(history, chosen);
    }
    requireKeys(initial, history);
    return switch (chosen) {
      case RegisterModel register when initial.uniform().isPresent() ->
          new Begun(history, new RegisterModel(initial.uniform().get()));
      case RegisterModel register -> new Begun(initial.beforeCalls(history, "write"), chosen);
      case CounterModel counter -> new Begun(initial.beforeCalls(history, "add"), chosen);
      default -> throw new UsageException("--initial goes with registers and counters only");
    };
  }

  /**
   * The words of options that ask a part of a history what the whole was asked. What a part is
   * cannot be guessed, functions have their new names in it, and what objects of other models than
   * registers held at first was put there by calls, which are in it, too.
   *
   * @param asked what the whole was asked
   */
  List<String> ofPart(Asked asked) {
    List<String> words = new ArrayList<>();
    if (!brought.text().isEmpty()) {
      words.addAll(List.of("--path", brought.text()));
    }
    words.addAll(kindOfPart(asked));
    if (consistency != null) {
      words.addAll(List.of("--consistency", consistency));
    } else if (asked.model().isEmpty() && !asked.said().isEmpty() && !asked.isGuessed()) {
      words.addAll(List.of("--consistency", ConsistencyModel.SERIALIZABLE.levelName()));
    }
    if (total != null) {
      words.addAll(List.of("--total", total.toString()));
    }
    if (asked.model().filter(RegisterModel.class::isInstance).isPresent()) {
      words.addAll(model.uniformInitial());
    }
    return words;
  }

  private List<String> kindOfPart(Asked asked) {
    if (model.isGiven()) {
      return List.of("--model", model.name());
    }
    if (workload != null) {
      return List.of("-w", workload);
    }
    return asked
        .model()
        .map(guessed -> List.of("--model", guessed.name()))
        .or(() -> asked.workload().map(guessed -> List.of("-w", guessed)))
        .orElse(List.of());
  }

  private ConsistencyModel promised() {
    return ConsistencyModel.byName(consistency).orElseThrow();
  }

  private Checker checker(Model<?> chosen) {
    try {
      return CheckerSelection.ofObjects(
          consistency == null ? ConsistencyModel.LINEARIZABLE : promised(), chosen);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--" + wrong.getMessage());
    }
  }

  /** The user's own class that takes part; empty if none does. */
  Optional<String> foreignClass() {
    return model.foreignClass();
  }

  /** Whether the user said what the history is, or keeps: a misfit is then bad usage. */
  boolean isKindGiven() {
    return model.isGiven() || workload != null || consistency != null;
  }
}
