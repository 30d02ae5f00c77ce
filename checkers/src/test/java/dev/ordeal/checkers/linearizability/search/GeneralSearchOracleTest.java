package dev.ordeal.checkers.linearizability.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.BruteForce;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.sequence.ReadableText;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.model.KvModel;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.MultiRegisterModel;
import dev.ordeal.checkers.model.MutexModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The general search must agree with trying every order, for each model it serves. */
class GeneralSearchOracleTest {
  private static final long HISTORIES = Seeds.count(100_000);

  /** A call and what it is said to have returned. */
  private record Said(String function, Value argument, Value result) {}

  private static <S> void compare(
      String type, Model<S> model, Function<SplittableRandom, Said> operations) {
    compare(type, model, all -> model, operations);
  }

  /**
   * The same where a model of all operations is searched in place of the one that is meant, too.
   */
  private static <S, T> void compare(
      String type,
      Model<S> model,
      Function<List<Operation>, Model<T>> reduced,
      Function<SplittableRandom, Said> operations) {
    Seeds.assumeAskedFor(type);
    Budget budget = Budget.of(Duration.ofHours(10));
    LongAdder linearizable = new LongAdder();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              History history = random(new SplittableRandom(seed), operations);
              boolean expected = BruteForce.isLinearizable(model, history.operations());
              linearizable.add(expected ? 1 : 0);
              Finding found = GeneralSearch.search(model, history.operations(), budget);
              assertThat(found instanceof Finding.Linearizable)
                  .as(() -> "seed " + seed + ": " + history.events())
                  .isEqualTo(expected);
              Model<T> smaller = reduced.apply(history.operations());
              Finding other = GeneralSearch.search(smaller, history.operations(), budget);
              assertThat(failing(other))
                  .as(() -> "reduced model, seed " + seed + ": " + history.events())
                  .isEqualTo(failing(found));
            });
    // The test could not fail if all histories were of one kind.
    assertThat(linearizable.sum()).isBetween(HISTORIES / 20, HISTORIES * 19 / 20);
  }

  private static Optional<Operation> failing(Finding found) {
    return found instanceof Finding.NotLinearizable violation
        ? Optional.of(violation.failing())
        : Optional.empty();
  }

  private static History random(
      SplittableRandom random, Function<SplittableRandom, Said> operations) {
    int processes = 1 + random.nextInt(3);
    int calls = 1 + random.nextInt(6);
    Said[] open = new Said[processes];
    boolean[] gone = new boolean[processes];
    List<Event> events = new ArrayList<>();
    for (int step = 0; step < 6 * calls; step++) {
      int p = random.nextInt(processes);
      int at = events.size();
      if (gone[p]) {
        continue;
      }
      if (open[p] == null) {
        open[p] = operations.apply(random);
        events.add(Event.invoke(at, at, p, open[p].function(), Value.NIL, open[p].argument()));
      } else {
        double end = random.nextDouble();
        Event.Type type =
            end < 0.85 ? Event.Type.OK : end < 0.93 ? Event.Type.INFO : Event.Type.FAIL;
        Value value = type == Event.Type.OK ? open[p].result() : open[p].argument();
        events.add(new Event(at, at, p, type, open[p].function(), Value.NIL, value, ""));
        gone[p] = type == Event.Type.INFO;
        open[p] = null;
      }
    }
    return History.of(events);
  }

  @Test
  void mutex() {
    compare(
        "mutex",
        new MutexModel(),
        random -> new Said(random.nextBoolean() ? "acquire" : "release", Value.NIL, Value.NIL));
  }

  @Test
  void kv() {
    compare(
        "kv",
        new KvModel(),
        all -> ReadableText.of(new KvModel(), all),
        random -> {
          Value letter = Value.of(random.nextBoolean() ? "a" : "b");
          return switch (random.nextInt(4)) {
            case 0 -> new Said("put", letter, letter);
            case 1 -> new Said("append", letter, letter);
            default ->
                new Said(
                    "get", Value.NIL, Value.of(List.of("", "a", "b", "ab").get(random.nextInt(4))));
          };
        });
  }

  @Test
  void kvOfNumbersAndTheirDigits() {
    List<Value> parts = List.of(Value.of(1), Value.of("1"), Value.of("2"), Value.NIL);
    List<Value> texts =
        List.of(Value.NIL, Value.of(""), Value.of(1), Value.of("1"), Value.of(12), Value.of("12"));
    compare(
        "kv",
        new KvModel(),
        all -> ReadableText.of(new KvModel(), all),
        random -> {
          Value part = parts.get(random.nextInt(parts.size()));
          return switch (random.nextInt(5)) {
            case 0 -> new Said("put", part, part);
            case 1, 2 -> new Said("append", part, part);
            default -> new Said("get", Value.NIL, texts.get(random.nextInt(texts.size())));
          };
        });
  }

  @Test
  void multiRegister() {
    compare(
        "multi-register",
        new MultiRegisterModel(),
        random -> {
          List<Value> asked = new ArrayList<>();
          List<Value> answered = new ArrayList<>();
          for (int i = 0; i <= random.nextInt(2); i++) {
            Value key = Value.of(random.nextInt(2));
            Value value = Value.of(random.nextInt(2));
            boolean read = random.nextBoolean();
            Value name = Value.of(read ? "read" : "write");
            asked.add(Value.seq(name, key, read ? Value.NIL : value));
            answered.add(Value.seq(name, key, value));
          }
          return new Said("txn", new Value.Seq(asked), new Value.Seq(answered));
        });
  }
}
