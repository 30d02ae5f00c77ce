package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Doubts a guess of what a history is where its values say otherwise: a violation of a promise that
 * was only guessed is then no violation, but unknown.
 *
 * <p>Values say otherwise where a map or a sequence was read that was never written, as banks and
 * several registers at once are read; and where nothing was ever written at all.
 */
final class GuessDoubt {
  private static final Set<String> READS_OF_ALL = Set.of("set", "append-list");

  private GuessDoubt() {}

  /** The judgement, or what is doubtful about it. */
  static Judgement of(History history, Optional<Model<?>> model, Judgement judgement) {
    if (judgement.verdict() != Verdict.INVALID || model.isEmpty()) {
      return judgement;
    }
    CheckResult first = judgement.results().getFirst();
    return first.verdict() == Verdict.INVALID
        ? doubt(history, model.get())
            .map(why -> doubtful(history, judgement, model.get(), why))
            .orElse(judgement)
        : judgement;
  }

  private static Judgement doubtful(
      History history, Judgement judgement, Model<?> model, String why) {
    // Banks and several registers at once are read, logs are polled.
    String workload = history.functions().contains("read") ? "bank" : "log";
    List<CheckResult> results = new ArrayList<>(judgement.results());
    results.set(
        0,
        CheckResult.unknown(
            results.getFirst().checker(),
            ("%s, so it may be no %s; say what it is: -w %s, --model NAME, --map"
                    + " FUNCTION=FUNCTION or --initial VALUE")
                .formatted(why, model.name(), workload),
            Map.of("guessed", model.name())));
    return new Judgement(results);
  }

  private static Optional<String> doubt(History history, Model<?> model) {
    // Who says what it held at first says that it is one.
    boolean isRegister = model instanceof RegisterModel register && register.start().isNil();
    boolean readsAll = READS_OF_ALL.contains(model.name());
    Set<Value> given = new HashSet<>();
    boolean changed = false;
    for (Operation operation : history.operations()) {
      changed |= operation.function().equals("write") || operation.function().equals("cas");
      Value argument = operation.argument();
      given.add(argument);
      if (argument instanceof Value.Seq parts) {
        given.addAll(parts.items());
      }
    }
    for (Operation operation : history.operations()) {
      Value result = operation.result();
      if (!operation.isOk() || result.equals(operation.argument())) {
        continue;
      }
      boolean isComposite = result instanceof Value.Seq || result instanceof Value.Dict;
      boolean isOdd =
          readsAll
              ? operation.function().equals("read") && result instanceof Value.Dict
              : isComposite && !given.contains(result);
      if (isOdd) {
        return Optional.of(
            "%s returned %s, which no operation wrote"
                .formatted(operation.label(), shortened(result)));
      }
      if (isRegister && !changed && !result.isNil()) {
        return Optional.of(
            "%s returned %s, but nothing was ever written"
                .formatted(operation.label(), shortened(result)));
      }
    }
    return Optional.empty();
  }

  private static String shortened(Value value) {
    String text = value.brief();
    return text.length() <= 40 ? text : text.substring(0, 39) + "…";
  }
}
