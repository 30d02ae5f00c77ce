package dev.ordeal.checkers.session;

import dev.ordeal.checkers.Budget;
import java.util.ArrayList;
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
    for (int session = 0; session < trace.sessions(); session++) {
      Map<Integer, List<Integer>> written = new HashMap<>();
      for (int step = trace.begin(session); step < trace.end(session); step++) {
        List<Integer> mine = written.computeIfAbsent(trace.key(step), k -> new ArrayList<>());
        if (trace.isWrite(step)) {
          mine.add(step);
          continue;
        }
        Optional<Integer> missed = missedOwn(step, mine);
        if (missed.isPresent()) {
          int write = missed.get();
          return Optional.of(
              new Break(
                  "%s %s, but its own session had %s before, in %s."
                      .formatted(trace.label(step), read(step), wrote(write), trace.label(write)),
                  write,
                  step));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Integer> missedOwn(int read, List<Integer> mine) {
    if (mine.isEmpty()) {
      return Optional.empty();
    }
    if (trace.shape == Shape.REGISTER) {
      int last = mine.getLast();
      int source = trace.source(read);
      boolean older = source == Trace.NOBODY || (source != last && isOwn(source, read));
      return older ? Optional.of(last) : Optional.empty();
    }
    Set<Integer> shown = shown(read);
    return mine.stream().filter(write -> !shown.contains(write)).findFirst();
  }

  /** Whether a write is of the session that reads, and before the read. */
  private boolean isOwn(int write, int read) {
    return trace.session(write) == trace.session(read) && write < read;
  }

  /** A read that lacks what its session had read before. */
  Optional<Break> monotonicReads() {
    for (int session = 0; session < trace.sessions(); session++) {
      Map<Integer, Integer> lastRead = new HashMap<>();
      // Of registers: the writes that the session saw.
      Set<Integer> seen = new HashSet<>();
      for (int step = trace.begin(session); step < trace.end(session); step++) {
        if (trace.isWrite(step)) {
          continue;
        }
        Integer before = lastRead.put(trace.key(step), step);
        if (before != null && wentBack(step, before, seen)) {
          return Optional.of(
              new Break(
                  "%s %s, although the same session %s in %s before."
                      .formatted(trace.label(step), read(step), read(before), trace.label(before)),
                  before,
                  step));
        }
        if (trace.shape == Shape.REGISTER && trace.source(step) != Trace.NOBODY) {
          seen.add(trace.source(step));
        }
      }
    }
    return Optional.empty();
  }

  private boolean wentBack(int now, int before, Set<Integer> seen) {
    if (trace.shape == Shape.REGISTER) {
      int source = trace.source(now);
      return trace.source(before) != source && (source == Trace.NOBODY || seen.contains(source));
    }
    if (trace.common(before, now) == trace.shownCount(before)) {
      return false;
    }
    return !shown(now).containsAll(shown(before));
  }

  /** A read that shows a session's write without, or before, one that it did earlier. */
  Optional<Break> monotonicWrites(Budget budget) {
    // Who has the one before has, read by read, the ones before that.
    Map<Integer, Integer> last = lastOfKey(true);
    return firstLacking(
        budget,
        write ->
            last.containsKey(write)
                ? List.of(new Precedent(last.get(write), Trace.NOBODY))
                : List.of());
  }

  /** A read that shows a write without, or before, what the writer's session had read before it. */
  Optional<Break> writesFollowReads(Budget budget) {
    Map<Integer, Integer> lastReads = lastOfKey(false);
    return firstLacking(budget, write -> readsBefore(write, lastReads));
  }

  /**
   * A write that must be seen before another.
   *
   * @param read by which the other's session knew it; nobody if it did it itself
   */
  private record Precedent(int write, int read) {}

  private List<Precedent> readsBefore(int write, Map<Integer, Integer> lastReads) {
    List<Precedent> before = new ArrayList<>();
    Integer later = null;
    for (Integer read = lastReads.get(write); read != null; read = lastReads.get(read)) {
      // Of one that begins the list that was read next, that says all.
      int known = later == null ? 0 : trace.common(read, later);
      for (int i = known; i < trace.shownCount(read); i++) {
        before.add(new Precedent(trace.shown(read, i), read));
      }
      later = read;
    }
    return before;
  }

  /** A read that shows a write without, or in a list before, what must be seen before it. */
  private Optional<Break> firstLacking(Budget budget, IntFunction<List<Precedent>> precedents) {
    ListOrders judged = new ListOrders(trace);
    for (int i = 0; i < trace.size(); i++) {
      int read = trace.inOrder(i);
      boolean isList = trace.shape == Shape.LIST;
      if (trace.isWrite(read) || (isList && !judged.isNews(read))) {
        continue;
      }
      budget.check();
      Set<Integer> all = shown(read);
      Set<Integer> before = isList ? new HashSet<>() : all;
      for (int j = 0; j < trace.shownCount(read); j++) {
        int write = trace.shown(read, j);
        before.add(write);
        for (Precedent precedent : precedents.apply(write)) {
          if (!before.contains(precedent.write())) {
            return Optional.of(lacking(read, write, precedent, all));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Break lacking(int read, int write, Precedent precedent, Set<Integer> shown) {
    String why =
        precedent.read() == Trace.NOBODY
            ? "the same session did first"
            : "its session had read before, in %s".formatted(trace.label(precedent.read()));
    String text =
        "%s %s: %s of %s %s %s of %s, which %s."
            .formatted(
                trace.label(read),
                read(read),
                trace.value(write),
                trace.label(write),
                shown.contains(precedent.write()) ? "before" : "without",
                trace.value(precedent.write()),
                trace.label(precedent.write()),
                why);
    return new Break(text, precedent.write(), write, read);
  }

  /** By step: the last write, or read, of the same object by the same session before it. */
  private Map<Integer, Integer> lastOfKey(boolean ofWrites) {
    Map<Integer, Integer> before = new HashMap<>();
    for (int session = 0; session < trace.sessions(); session++) {
      Map<Integer, Integer> last = new HashMap<>();
      for (int step = trace.begin(session); step < trace.end(session); step++) {
        Integer other = last.get(trace.key(step));
        if (other != null) {
          before.put(step, other);
        }
        if (trace.isWrite(step) == ofWrites) {
          last.put(trace.key(step), step);
        }
      }
    }
    return before;
  }

  private Set<Integer> shown(int read) {
    Set<Integer> shown = new HashSet<>();
    for (int i = 0; i < trace.shownCount(read); i++) {
      shown.add(trace.shown(read, i));
    }
    return shown;
  }

  private String read(int step) {
    String value = trace.value(step).brief();
    return trace.keyValue(step).isNil()
        ? "read " + value
        : "read %s = %s".formatted(trace.keyValue(step), value);
  }

  private String wrote(int step) {
    String verb = trace.shape == Shape.REGISTER ? "written" : "added";
    return "%s %s".formatted(verb, trace.value(step));
  }
}
