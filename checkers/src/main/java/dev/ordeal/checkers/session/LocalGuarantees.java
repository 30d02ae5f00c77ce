package dev.ordeal.checkers.session;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.session.Trace.Shape;
import dev.ordeal.checkers.session.Trace.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The four guarantees of sessions (Terry et al., PDIS 1994), each by itself and object by object.
 *
 * <p>A register's read shows one write only, so that of registers little can be contradicted by one
 * guarantee alone: that a session reads the initial value, or its own older one, after it wrote; or
 * goes back to a value that it had read before another. Whether writes were monotonic or followed
 * reads cannot be told of registers by these guarantees alone.
 */
final class LocalGuarantees {
  /**
   * A contradiction.
   *
   * @param steps those that show it, the read last
   */
  record Break(String text, int... steps) {}

  private final Trace trace;

  LocalGuarantees(Trace trace) {
    this.trace = trace;
  }

  /** A read that lacks what its session wrote before. */
  Optional<Break> readYourWrites() {
    for (int[] own : trace.sessions) {
      Map<Integer, List<Integer>> written = new HashMap<>();
      for (int number : own) {
        Step step = trace.step(number);
        List<Integer> mine = written.computeIfAbsent(step.key(), k -> new ArrayList<>());
        if (step.isWrite()) {
          mine.add(number);
          continue;
        }
        Optional<Integer> missed = missedOwn(step, mine);
        if (missed.isPresent()) {
          return Optional.of(
              new Break(
                  "%s %s, but its own session had %s before, in %s."
                      .formatted(
                          step.operation().label(),
                          read(step),
                          wrote(missed.get()),
                          label(missed.get())),
                  missed.get(),
                  number));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Integer> missedOwn(Step read, List<Integer> mine) {
    if (mine.isEmpty()) {
      return Optional.empty();
    }
    if (trace.shape == Shape.REGISTER) {
      int last = mine.getLast();
      boolean older =
          read.shown().length == 0 || (read.shown()[0] != last && mine.contains(read.shown()[0]));
      return older ? Optional.of(last) : Optional.empty();
    }
    Set<Integer> shown = shown(read);
    return mine.stream().filter(write -> !shown.contains(write)).findFirst();
  }

  /** A read that lacks what its session had read before. */
  Optional<Break> monotonicReads() {
    for (int[] own : trace.sessions) {
      Map<Integer, Integer> lastRead = new HashMap<>();
      Map<Integer, Map<Integer, Integer>> seen = new HashMap<>();
      for (int number : own) {
        Step step = trace.step(number);
        if (step.isWrite()) {
          continue;
        }
        Integer before = lastRead.put(step.key(), number);
        Map<Integer, Integer> readers = seen.computeIfAbsent(step.key(), k -> new HashMap<>());
        if (before != null && wentBack(step, trace.step(before), readers)) {
          return Optional.of(
              new Break(
                  "%s %s, although the same session %s in %s before."
                      .formatted(
                          step.operation().label(),
                          read(step),
                          read(trace.step(before)),
                          label(before)),
                  before,
                  number));
        }
        for (int write : step.shown()) {
          readers.putIfAbsent(write, number);
        }
      }
    }
    return Optional.empty();
  }

  private boolean wentBack(Step now, Step before, Map<Integer, Integer> readers) {
    if (trace.shape == Shape.REGISTER) {
      if (now.shown().length == 0) {
        return before.shown().length > 0;
      }
      boolean same = before.shown().length > 0 && before.shown()[0] == now.shown()[0];
      return !same && readers.containsKey(now.shown()[0]);
    }
    Set<Integer> shown = shown(now);
    for (int write : before.shown()) {
      if (!shown.contains(write)) {
        return true;
      }
    }
    return trace.shape == Shape.LIST && !isInOrder(before.shown(), now);
  }

  /** Whether a list shows writes that it has in the order given. */
  private static boolean isInOrder(int[] writes, Step read) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < read.shown().length; i++) {
      places.put(read.shown()[i], i);
    }
    int last = -1;
    for (int write : writes) {
      int place = places.getOrDefault(write, -1);
      if (place >= 0 && place < last) {
        return false;
      }
      last = Math.max(last, place);
    }
    return true;
  }

  /** A read that shows a session's write without, or before, one that it did earlier. */
  Optional<Break> monotonicWrites(Budget budget) {
    return firstLacking(budget, this::ownWritesBefore);
  }

  /** A read that shows a write without, or before, what the writer's session had read before it. */
  Optional<Break> writesFollowReads(Budget budget) {
    Map<Integer, Integer> lastReads = lastReads();
    return firstLacking(budget, write -> readsBefore(write, lastReads));
  }

  /**
   * A write that must be seen before another.
   *
   * @param why in words
   */
  private record Precedent(int write, String why) {}

  private List<Precedent> ownWritesBefore(int write) {
    Step step = trace.step(write);
    List<Precedent> before = new ArrayList<>();
    for (int own : trace.writes.get(step.session()).get(step.key())) {
      if (own < write) {
        before.add(new Precedent(own, "the same session did first"));
      }
    }
    return before;
  }

  private List<Precedent> readsBefore(int write, Map<Integer, Integer> lastReads) {
    List<Precedent> before = new ArrayList<>();
    for (Integer read = lastReads.get(write); read != null; read = lastReads.get(read)) {
      for (int shown : trace.step(read).shown()) {
        before.add(
            new Precedent(shown, "its session had read before, in %s".formatted(label(read))));
      }
    }
    return before;
  }

  /** A read that shows a write without, or in a list before, what must be seen before it. */
  private Optional<Break> firstLacking(Budget budget, IntFunction<List<Precedent>> precedents) {
    Map<Integer, int[]> judged = new HashMap<>();
    for (int number = 0; number < trace.steps.size(); number++) {
      Step step = trace.step(number);
      if (step.isWrite() || trace.shape == Shape.REGISTER || isJudged(step, judged)) {
        continue;
      }
      budget.check();
      Set<Integer> all = shown(step);
      Set<Integer> before = trace.shape == Shape.LIST ? new HashSet<>() : all;
      for (int write : step.shown()) {
        before.add(write);
        for (Precedent precedent : precedents.apply(write)) {
          if (!before.contains(precedent.write())) {
            return Optional.of(lacking(number, write, precedent, all));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Break lacking(int read, int write, Precedent precedent, Set<Integer> shown) {
    String text =
        "%s %s: %s of %s %s %s of %s, which %s."
            .formatted(
                label(read),
                read(trace.step(read)),
                trace.step(write).value(),
                label(write),
                shown.contains(precedent.write()) ? "before" : "without",
                trace.step(precedent.write()).value(),
                label(precedent.write()),
                precedent.why());
    return new Break(text, precedent.write(), write, read);
  }

  /** Whether a list is the beginning of one that was judged; the longest are kept by key. */
  private boolean isJudged(Step read, Map<Integer, int[]> judged) {
    int[] longest = judged.get(read.key());
    int[] shown = read.shown();
    if (longest != null
        && trace.shape == Shape.LIST
        && shown.length <= longest.length
        && Arrays.equals(longest, 0, shown.length, shown, 0, shown.length)) {
      return true;
    }
    if (longest == null || shown.length > longest.length) {
      judged.put(read.key(), shown);
    }
    return false;
  }

  /** By step: the last read of the same object by the same session before it. */
  private Map<Integer, Integer> lastReads() {
    Map<Integer, Integer> lastReads = new HashMap<>();
    for (int[] own : trace.sessions) {
      Map<Integer, Integer> last = new HashMap<>();
      for (int number : own) {
        Step step = trace.step(number);
        Integer before = last.get(step.key());
        if (before != null) {
          lastReads.put(number, before);
        }
        if (!step.isWrite()) {
          last.put(step.key(), number);
        }
      }
    }
    return lastReads;
  }

  private static Set<Integer> shown(Step read) {
    Set<Integer> shown = new HashSet<>();
    for (int write : read.shown()) {
      shown.add(write);
    }
    return shown;
  }

  private String label(int step) {
    return trace.step(step).operation().label();
  }

  private String read(Step step) {
    return "read %s = %s".formatted(trace.keys.get(step.key()), step.value().brief());
  }

  private String wrote(int step) {
    String verb = trace.shape == Shape.REGISTER ? "written" : "added";
    return "%s %s".formatted(verb, trace.step(step).value());
  }
}
