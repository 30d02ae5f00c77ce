package dev.ordeal.targets.brittle.node;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * How a leader carries transactions and transfers out: by entries of the log, one where they are
 * kept apart as they should be, several where the {@link Isolation} is weaker or a {@link Defect}
 * lets others come in between.
 */
final class Transactor {
  /** Of so many transactions one is aborted by {@link Defect#ABORTED_WRITES}. */
  private static final int ABORTS_EVERY = 8;

  private final Objects objects;
  private final Isolation isolation;
  private final Set<Defect> defects;

  /** Puts an entry into the log now; the answer comes when it was applied. */
  private final BiConsumer<Entry, Consumer<String>> append;

  /** Asks as a client does: later, after whatever came first, and the leader of that time. */
  private final BiConsumer<Entry, Consumer<String>> request;

  private int transactions;

  Transactor(
      Objects objects,
      Isolation isolation,
      Set<Defect> defects,
      BiConsumer<Entry, Consumer<String>> append,
      BiConsumer<Entry, Consumer<String>> request) {
    this.objects = objects;
    this.isolation = isolation;
    this.defects = defects;
    this.append = append;
    this.request = request;
  }

  /** Carries an entry out; false if it is one that needs nothing of this. */
  boolean takes(Entry entry, Consumer<String> answer) {
    return switch (entry.kind()) {
      case TRANSACT, LOOK -> transact(entry, answer);
      case TRANSFER -> transfer(entry, answer);
      default -> false;
    };
  }

  private boolean transact(Entry entry, Consumer<String> answer) {
    boolean changes = entry.kind() == Entry.Kind.TRANSACT;
    if (changes && defects.contains(Defect.STALE_SNAPSHOT)) {
      // What it reads is what is there now; what it writes comes later, whatever happened since.
      String read = objects.preview(entry.steps());
      append.accept(
          Entry.ofSteps(Steps.writes(entry.steps())),
          told -> answer.accept(told.startsWith("ok") ? read : told));
    } else if (changes && defects.contains(Defect.TORN_TRANSACTION)) {
      append.accept(
          Entry.ofSteps(Steps.half(entry.steps(), true)),
          first ->
              request.accept(
                  Entry.ofSteps(Steps.half(entry.steps(), false)),
                  second -> answer.accept(Steps.join(first, second))));
    } else if (defects.contains(Defect.INTERLEAVED_STEPS)) {
      oneByOne(List.of(entry.steps().split(",")), "ok", answer);
    } else if (changes
        && defects.contains(Defect.ABORTED_WRITES)
        && ++transactions % ABORTS_EVERY == 0) {
      append.accept(entry, told -> answer.accept(told.startsWith("ok") ? "fail aborted" : told));
    } else if (changes && isolation == Isolation.SNAPSHOT_ISOLATION) {
      fromSnapshot(entry, answer);
    } else if (isolation == Isolation.READ_COMMITTED) {
      readFirst(entry, answer);
    } else {
      return false;
    }
    return true;
  }

  /** Each step by itself, as if nobody else could come in between. */
  private void oneByOne(List<String> steps, String soFar, Consumer<String> answer) {
    request.accept(
        Entry.single(steps.getFirst()),
        told -> {
          String joined = Steps.join(soFar, told);
          if (steps.size() == 1 || !told.startsWith("ok")) {
            answer.accept(joined);
          } else {
            oneByOne(steps.subList(1, steps.size()), joined, answer);
          }
        });
  }

  /** Reads from a snapshot; commits unless what it writes was changed since. */
  private void fromSnapshot(Entry entry, Consumer<String> answer) {
    append.accept(
        entry.withSteps(Entry.Kind.PREVIEW, entry.steps()),
        told -> {
          if (!told.startsWith("ok")) {
            answer.accept(told);
            return;
          }
          String[] words = told.split(" ", 3);
          Entry commit =
              new Entry(
                  0,
                  Entry.Kind.COMMIT,
                  0,
                  Long.parseLong(words[1]),
                  0,
                  Steps.writes(entry.steps()));
          String read = ("ok " + (words.length > 2 ? words[2] : "")).strip();
          request.accept(commit, last -> answer.accept(last.startsWith("ok") ? read : last));
        });
  }

  /** Reads before the first write one by one, and the rest at once. */
  private void readFirst(Entry entry, Consumer<String> answer) {
    List<String> steps = List.of(entry.steps().split(","));
    int reads = 0;
    while (reads < steps.size() && Steps.isRead(steps.get(reads))) {
      reads++;
    }
    if (reads == steps.size()) {
      oneByOne(steps, "ok", answer);
      return;
    }
    Entry rest = Entry.single(String.join(",", steps.subList(reads, steps.size())));
    if (reads == 0) {
      append.accept(rest, answer);
      return;
    }
    oneByOne(
        steps.subList(0, reads),
        "ok",
        first -> {
          if (first.startsWith("ok")) {
            // Nothing was written so far: what fails here has not happened.
            request.accept(
                rest,
                second ->
                    answer.accept(second.startsWith("ok") ? Steps.join(first, second) : second));
          } else {
            answer.accept(first.replaceFirst("^info", "fail"));
          }
        });
  }

  private boolean transfer(Entry entry, Consumer<String> answer) {
    if (defects.contains(Defect.STALE_SNAPSHOT)) {
      String worked = objects.previewTransfer(entry.steps());
      if (worked.startsWith("fail")) {
        answer.accept(worked);
      } else {
        append.accept(entry.withSteps(Entry.Kind.SET_BALANCES, worked), answer);
      }
    } else if (defects.contains(Defect.TORN_TRANSACTION)) {
      append.accept(
          entry.withSteps(Entry.Kind.TRANSFER, Accounts.side(entry.steps(), true)),
          paid -> {
            if (paid.startsWith("ok")) {
              request.accept(
                  entry.withSteps(Entry.Kind.TRANSFER, Accounts.side(entry.steps(), false)),
                  got -> answer.accept(got.replaceFirst("^fail", "info")));
            } else {
              answer.accept(paid);
            }
          });
    } else {
      return false;
    }
    return true;
  }
}
