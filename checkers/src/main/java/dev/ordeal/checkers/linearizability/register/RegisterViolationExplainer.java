package dev.ordeal.checkers.linearizability.register;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.finding.Wording;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tells what is wrong with a register whose values are unique: at most four operations and links.
 */
final class RegisterViolationExplainer {
  private static final int NONE = -1;
  private static final int LINKS_MAX = 8;

  private final RegisterColumns ops;
  private final Columns source;

  RegisterViolationExplainer(RegisterColumns ops, Columns source) {
    this.ops = ops;
    this.source = source;
  }

  /**
   * Values joined by compare-and-sets.
   *
   * @param firstEnd who ended first on any of them; -1 for the initial value, which is older
   * @param lastStart who began last
   * @param links the compare-and-sets between the values of these two
   * @param seen whether anybody saw the first value
   */
  record Block(int firstEnd, int lastStart, List<Integer> links, boolean seen) {}

  private Operation op(int i) {
    return source.operation(ops.operation[i]);
  }

  private Value seenBy(int i) {
    return ops.kind[i] == RegisterColumns.READ
        ? source.pool().value(source.result(ops.operation[i]))
        : pair(i, 0);
  }

  private Value writtenBy(int i) {
    return ops.kind[i] == RegisterColumns.WRITE
        ? source.pool().value(source.argument(ops.operation[i]))
        : pair(i, 1);
  }

  private Value pair(int i, int index) {
    return source.pool().value(source.argument(ops.operation[i])).asList().get(index);
  }

  /** The value an operation is known by: what it wrote, or else what it read. */
  private Value valueOf(int i) {
    return ops.to[i] == NONE ? seenBy(i) : writtenBy(i);
  }

  private boolean isRead(int i) {
    return ops.kind[i] == RegisterColumns.READ;
  }

  private String sighting(int i) {
    return isRead(i)
        ? "%s returned %s".formatted(capital(name(op(i))), seenBy(i))
        : "%s replaced %s by %s".formatted(capital(name(op(i))), pair(i, 0), pair(i, 1));
  }

  private Finding.Violated violated(String anomaly, String explanation, List<Integer> witness) {
    Set<Operation> operations = new LinkedHashSet<>();
    witness.stream().filter(i -> i != NONE).forEach(i -> operations.add(op(i)));
    List<Operation> sorted = new ArrayList<>(operations);
    sorted.sort(Comparator.comparingLong(operation -> operation.invocation().index()));
    return new Finding.Violated(anomaly, explanation, sorted);
  }

  Finding lostUpdate(int first, int second) {
    String text =
        "%s and %s both replaced the value %s, which only one of them can have found: each value is"
            + " written once, so after the first the register never held %s again. Compare-and-set"
            + " was not atomic.";
    Value value = pair(first, 0);
    return violated(
        "lost-update",
        capital(text.formatted(name(op(first)), name(op(second)), value, value)),
        List.of(first, second));
  }

  /** A value was seen that nobody wrote, or only an operation that failed. */
  Finding unwritten(int sighting) {
    Operation read = op(sighting);
    Value value = seenBy(sighting);
    String saw = isRead(sighting) ? "returned" : "found";
    for (int i = 0; i < source.size(); i++) {
      if (source.isFail(i) && source.key(i) == source.key(ops.operation[sighting])) {
        Operation failed = source.operation(i);
        if (value.equals(attempted(failed))) {
          String text =
              "%s %s %s, but the write of %s (%s) reported that it failed and took no effect."
                  .formatted(capital(name(read)), saw, value, value, name(failed));
          return new Finding.Violated("dirty-read", text, List.of(failed, read));
        }
      }
    }
    String text =
        "%s %s %s, but nobody ever wrote %s to this key.%s"
            .formatted(
                capital(name(read)),
                saw,
                Wording.value(value),
                Wording.value(value),
                Wording.lookalike(value, written(source.key(ops.operation[sighting]))));
    return new Finding.Violated("phantom-read", text, List.of(read));
  }

  private Stream<Value> written(long key) {
    return IntStream.range(0, source.size())
        .filter(
            i -> source.key(i) == key && !source.functionName(source.function(i)).equals("read"))
        .mapToObj(source::operation)
        .map(RegisterViolationExplainer::attempted);
  }

  private static Value attempted(Operation failed) {
    return switch (failed.function()) {
      case "write" -> failed.argument();
      case "cas" -> failed.argument().asList().getLast();
      default -> Value.texts(List.of());
    };
  }

  Finding.Violated beforeItsWrite(int read, int write) {
    String text =
        "%s and was over before %s was called, the only operation that writes this value."
            .formatted(sighting(read), name(op(write)));
    return violated("future-read", text, List.of(read, write));
  }

  /**
   * Within a chain of compare-and-sets the later link came first.
   *
   * @param newer on a later value of the chain, over before the other began
   * @param older on an earlier value
   * @param links the compare-and-sets between the values
   */
  Finding.Violated backInChain(int newer, int older, List<Integer> links) {
    List<Integer> witness = new ArrayList<>(List.of(newer, older));
    witness.addAll(few(links));
    String chain =
        links.size() == 1
            ? "%s replaced %s by %s"
                .formatted(name(op(links.getFirst())), valueOf(older), valueOf(newer))
            : "%d compare-and-sets led from %s to %s, the first of them %s"
                .formatted(
                    links.size(), valueOf(older), valueOf(newer), name(op(links.getFirst())));
    if (ops.to[older] == NONE && links.equals(List.of(newer))) {
      String text =
          "%s, but %s had replaced %s by %s before that read began. The register went back in"
              + " time.";
      return violated(
          "stale-read",
          text.formatted(sighting(older), name(op(newer)), valueOf(older), valueOf(newer)),
          witness);
    }
    if (ops.to[older] == NONE) {
      String text =
          "%s, but %s had been on the register before that read began (%s), and %s. The register"
              + " went back in time.";
      return violated(
          "stale-read",
          text.formatted(sighting(older), valueOf(newer), lower(sighting(newer)), chain),
          witness);
    }
    String text = "%s and was over before %s was called, which wrote %s; but %s.";
    return violated(
        "future-read",
        text.formatted(sighting(newer), name(op(older)), valueOf(older), chain),
        witness);
  }

  private static String lower(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  /** Compare-and-sets that each replaced what another one wrote, with no beginning. */
  Finding ring(int[] members) {
    List<Integer> witness = new ArrayList<>();
    for (int member : members) {
      witness.add(member);
    }
    String first = told(members[0]);
    String text =
        members.length == 1
            ? "%s found a value that nobody else wrote.".formatted(capital(first))
            : ("%d compare-and-sets replaced each other's values in a ring, among them %s and none"
                    + " of them can have been the first, because nobody else wrote any of these"
                    + " values.")
                .formatted(members.length, first);
    return violated("phantom-read", text, witness);
  }

  /** Two blocks of which each would have to come before the other. */
  Finding.Violated overtaken(Block a, Block b) {
    // The older value is the one that is seen last although the other was there in between.
    boolean swap = ops.start[a.lastStart()] < ops.start[b.lastStart()];
    Block old = swap ? b : a;
    Block newer = swap ? a : b;
    int late = old.lastStart();
    boolean unseen =
        newer.firstEnd() != NONE
            && !newer.seen()
            && ops.kind[newer.firstEnd()] != RegisterColumns.READ;
    StringBuilder text = new StringBuilder(sighting(late)).append(". ");
    if (newer.firstEnd() == NONE) {
      text.append("But the initial value was still there afterwards: ");
    } else if (isRead(newer.firstEnd())) {
      text.append(
          "But %s had seen %s before that began, and "
              .formatted(name(op(newer.firstEnd())), seenBy(newer.firstEnd())));
    } else {
      text.append("But %s was over before that began, and ".formatted(told(newer.firstEnd())));
    }
    if (old.firstEnd() == NONE) {
      text.append("the register held its initial value only before the first write. ");
    } else if (newer.firstEnd() == NONE || newer.firstEnd() != newer.lastStart()) {
      text.append(
          "%s was over before %s began. ".formatted(told(old.firstEnd()), told(newer.lastStart())));
    } else {
      text.append(
          "%s had already been there when that value came (%s was over). "
              .formatted(valueOf(old.firstEnd()), name(op(old.firstEnd()))));
    }
    text.append(joined(old.links())).append(joined(newer.links()));
    text.append(
        unseen ? Wording.unseen(writtenBy(newer.firstEnd())) : "The register went back in time.");
    List<Integer> witness =
        new ArrayList<>(List.of(old.firstEnd(), newer.firstEnd(), newer.lastStart(), late));
    witness.addAll(few(old.links()));
    witness.addAll(few(newer.links()));
    return violated("stale-read", text.toString(), witness);
  }

  /** An operation with what it read or wrote: {@code read #12 of process 3, which returned 5,}. */
  private String told(int i) {
    String did =
        switch (ops.kind[i]) {
          case RegisterColumns.READ -> "returned " + seenBy(i);
          case RegisterColumns.WRITE -> "wrote " + writtenBy(i);
          default -> "replaced %s by %s".formatted(pair(i, 0), pair(i, 1));
        };
    return "%s, which %s,".formatted(name(op(i)), did);
  }

  /** Which values belong together. */
  private String joined(List<Integer> links) {
    if (links.isEmpty()) {
      return "";
    }
    Operation first = op(links.getFirst());
    Value from = pair(links.getFirst(), 0);
    Value to = pair(links.getLast(), 1);
    String text =
        links.size() == 1
            ? "%s replaced %s by %s with nothing in between. ".formatted(name(first), from, to)
            : "%d compare-and-sets led from %s to %s with nothing in between, first %s. "
                .formatted(links.size(), from, to, name(first));
    return capital(text);
  }

  private static List<Integer> few(List<Integer> links) {
    return links.size() <= LINKS_MAX ? links : List.of(links.getFirst(), links.getLast());
  }
}
