package dev.ordeal.checkers.linearizability.register;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.order.Sorting;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How bad the violations on a register are, for registers whose written values are unique.
 *
 * <p>A read is <em>behind</em> if it returned a value although later ones had been written before
 * it began: by writes that began after that value's own write was over, or by compare-and-sets that
 * replaced it, and each other's values. How many there were is its versions behind, the time since
 * the first of them ended its time behind: both at least, because what overlapped counts in the
 * register's favour.
 *
 * <p>The <em>relaxation</em> is the least time by which the clocks of the clients would have to be
 * wrong for the history to be linearizable after all: each operation is taken to have begun so much
 * earlier (after Golab, Li and Shah, <em>Analyzing consistency properties for fun and profit</em>,
 * 2011).
 *
 * @param behind how many reads were behind
 * @param versionsMax most versions behind
 * @param nanosMax longest time behind
 * @param relaxationNanos empty if no error of clocks explains the history, or if it is not known
 * @param isRelaxationKnown false if time was over before that was found out
 */
public record Staleness(
    long behind,
    long versionsMax,
    long nanosMax,
    OptionalLong relaxationNanos,
    boolean isRelaxationKnown) {
  /** The relaxation takes a search; beyond this it is left out. */
  private static final int OPERATIONS_MAX = 2_000_000;

  /** How many compare-and-sets are followed, all reads together. */
  private static final long REPLACED_MAX = 100_000_000;

  /** The first guess at the relaxation. */
  private static final long FIRST_NANOS = 1_000;

  /** How much longer than a check looking for the relaxation may take. */
  private static final Duration GRACE = Duration.ofMillis(300);

  /**
   * Empty if values are not unique or there is too much to do.
   *
   * @param budget when to stop looking for the relaxation
   */
  public static Optional<Staleness> of(
      Value initial, Columns source, int[] operations, Budget budget) {
    if (operations.length > OPERATIONS_MAX) {
      return Optional.empty();
    }
    RegisterColumns ops = new RegisterColumns(initial, source, operations);
    if (UniqueRegister.decide(ops, source).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Measurement(ops, source, budget.forPasses(GRACE)).result());
  }

  /** The staleness of two registers together: the sum of stale reads, of all else the greater. */
  public Staleness worse(Staleness other) {
    boolean explained = relaxationNanos.isPresent() && other.relaxationNanos.isPresent();
    boolean never = isUnexplained() || other.isUnexplained();
    return new Staleness(
        behind + other.behind,
        Math.max(versionsMax, other.versionsMax),
        Math.max(nanosMax, other.nanosMax),
        explained
            ? OptionalLong.of(
                Math.max(relaxationNanos.getAsLong(), other.relaxationNanos.getAsLong()))
            : OptionalLong.empty(),
        explained || never);
  }

  private boolean isUnexplained() {
    return isRelaxationKnown && relaxationNanos.isEmpty();
  }

  /** How many reads were behind by how many versions, for histories without times. */
  public String reads() {
    return behind == 0
        ? "No read was behind by itself"
        : "%d read%s behind, at worst by %d version%s"
            .formatted(
                behind, behind == 1 ? " was" : "s were", versionsMax, versionsMax == 1 ? "" : "s");
  }

  /** How far reads lagged, in versions and time, and which error of clocks would explain it. */
  public String describe() {
    String reads = behind == 0 ? reads() : "%s and %.1f ms".formatted(reads(), nanosMax / 1e6);
    if (!isRelaxationKnown) {
      return reads + "; there was no time to find out whether wrong clocks would explain it";
    }
    return relaxationNanos.isPresent()
        ? "%s; clocks wrong by %.1f ms would explain everything"
            .formatted(reads, relaxationNanos.getAsLong() / 1e6)
        : reads + "; no error of clocks explains it";
  }

  /** Measures one register. */
  private static final class Measurement {
    private static final int NONE = -1;
    private final RegisterColumns ops;
    private final Columns source;
    private final long[] startTime;
    private final long[] endTime;

    /** All, by when they began; those that ended, by when. */
    private final int[] byStart;

    private final int[] byEnd;

    /** By value: the compare-and-set that replaced it; {@link #NONE} if none did. */
    private final int[] replacer;

    private final Budget passes;
    private long steps;

    Measurement(RegisterColumns ops, Columns source, Budget passes) {
      this.passes = passes;
      this.ops = ops;
      this.source = source;
      startTime = new long[ops.size()];
      endTime = new long[ops.size()];
      for (int i = 0; i < ops.size(); i++) {
        startTime[i] = source.startTime(ops.operation[i]);
        endTime[i] = source.endTime(ops.operation[i]);
      }
      byStart = Sorting.byValue(startTime);
      int[] ended =
          IntStream.range(0, ops.size()).filter(i -> endTime[i] != Long.MAX_VALUE).toArray();
      int[] order = Sorting.byValue(IntStream.of(ended).mapToLong(i -> endTime[i]).toArray());
      byEnd = IntStream.of(order).map(place -> ended[place]).toArray();
      replacer = new int[ops.valueCount()];
      Arrays.fill(replacer, NONE);
      for (int i = 0; i < ops.size(); i++) {
        if (ops.kind[i] == RegisterColumns.CAS) {
          replacer[ops.from[i]] = i;
        }
      }
    }

    Staleness result() {
      int[] writerOf = new int[ops.valueCount()];
      Arrays.fill(writerOf, NONE);
      int[] writes = new int[ops.size()];
      int writeCount = 0;
      for (int i = 0; i < ops.size(); i++) {
        if (ops.to[i] >= 0) {
          writerOf[ops.to[i]] = i;
          if (endTime[i] != Long.MAX_VALUE) {
            writes[writeCount++] = i;
          }
        }
      }
      // Operations come in the order of their calls, so writes are sorted by start already.
      long[] starts = new long[writeCount];
      long[] earliestEndFrom = new long[writeCount + 1];
      earliestEndFrom[writeCount] = Long.MAX_VALUE;
      for (int w = writeCount - 1; w >= 0; w--) {
        starts[w] = startTime[writes[w]];
        earliestEndFrom[w] = Math.min(earliestEndFrom[w + 1], endTime[writes[w]]);
      }
      long behind = 0;
      long versions = 0;
      long nanos = 0;
      for (int i = 0; i < ops.size(); i++) {
        if (ops.from[i] < 0 || endTime[i] == Long.MAX_VALUE) {
          continue;
        }
        int writer = writerOf[ops.from[i]];
        long written = writer == NONE ? Long.MIN_VALUE : endTime[writer];
        int first = after(starts, written);
        Replaced replaced = replaced(i);
        boolean missedAny = written != Long.MAX_VALUE && earliestEndFrom[first] < startTime[i];
        behind += missedAny || replaced.count() > 0 ? 1 : 0;
        versions = Math.max(versions, replaced.count());
        nanos = Math.max(nanos, replaced.nanos());
        if (missedAny) {
          nanos = Math.max(nanos, startTime[i] - earliestEndFrom[first]);
          long missed = 0;
          for (int w = first; w < writeCount && starts[w] < startTime[i]; w++) {
            missed += endTime[writes[w]] < startTime[i] ? 1 : 0;
          }
          versions = Math.max(versions, missed);
        }
      }
      try {
        return new Staleness(behind, versions, nanos, relaxation(), true);
      } catch (BudgetExceededException late) {
        return new Staleness(behind, versions, nanos, OptionalLong.empty(), false);
      }
    }

    /** By how many versions, and for how long at least, a value had been replaced. */
    private record Replaced(long count, long nanos) {}

    /** What compare-and-sets had made of what an operation read, before that began. */
    private Replaced replaced(int reader) {
      int first = replacer[ops.from[reader]];
      long count = 0;
      long earliest = startTime[reader];
      long followed = 0;
      for (int by = first;
          by != NONE && startTime[by] < startTime[reader] && steps < REPLACED_MAX;
          by = replacer[ops.to[by]]) {
        steps++;
        followed++;
        if (endTime[by] < startTime[reader]) {
          // All that it came behind had taken effect, too.
          count = followed;
          earliest = Math.min(earliest, endTime[by]);
        }
        if (replacer[ops.to[by]] == first) {
          break;
        }
      }
      return new Replaced(count, startTime[reader] - earliest);
    }

    /** The first write that started after an instant. */
    private static int after(long[] starts, long instant) {
      int low = 0;
      int high = starts.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (starts[middle] > instant) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    private OptionalLong relaxation() {
      long latest = 1;
      for (int i = 0; i < ops.size(); i++) {
        latest = Math.max(latest, endTime[i] == Long.MAX_VALUE ? startTime[i] : endTime[i]);
      }
      long most = latest + 1;
      if (!isPossible(most)) {
        return OptionalLong.empty();
      }
      // It is mostly small, compared with the whole.
      long tooLittle = -1;
      long enough = Math.min(most, FIRST_NANOS);
      while (enough < most && !isPossible(enough)) {
        tooLittle = enough;
        enough = Math.min(most, enough * 4);
      }
      while (enough - tooLittle > 1) {
        long middle = (tooLittle + enough) >>> 1;
        if (isPossible(middle)) {
          enough = middle;
        } else {
          tooLittle = middle;
        }
      }
      return OptionalLong.of(enough);
    }

    /** Whether the history is linearizable if everything began so much earlier. */
    private boolean isPossible(long nanos) {
      passes.check();
      // The shift changes neither order, only how they fit into each other.
      int begun = 0;
      int ended = 0;
      for (int place = 0; begun < ops.size() || ended < byEnd.length; place++) {
        boolean isBegin =
            begun < ops.size()
                && (ended == byEnd.length
                    || startTime[byStart[begun]] - nanos <= endTime[byEnd[ended]]);
        if (isBegin) {
          ops.start[byStart[begun++]] = place;
        } else {
          ops.end[byEnd[ended++]] = place;
        }
      }
      return UniqueRegister.decide(ops, source).orElseThrow() instanceof Finding.Linearizable;
    }
  }
}
