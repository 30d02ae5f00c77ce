package dev.ordeal.harness.cli.shrink;

import dev.ordeal.harness.cli.shrink.Tries.Tried;
import dev.ordeal.nemesis.PlannedFault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Reduces a run that fails in some of its replays only.
 *
 * <p>A smaller set-up takes the place of the current one if it shows the anomaly twice before it
 * does not show it twice: one that fails in four of five replays is kept with a probability of 90
 * %, one that fails in one of ten with 3 %. What shortens every later replay comes first: the time
 * after the anomaly, then faults ({@link FaultRemoval}), the time before the first of them, how
 * long they hold, then nodes, clients and rate. At the end the result is replayed as often as it is
 * to be confirmed; these replays choose nothing, so that their share is not biased. If fewer than
 * half show the anomaly, the set-up before the last step is confirmed instead.
 *
 * <p>The time is bounded: no step begins in the time that confirming the result is expected to
 * take, at most a third of all. Not thread-safe.
 */
public final class LiveShrinker {
  private static final int FIRST_TRIES_MAX = 5;
  private static final int WANTED = 2;

  /** How many replays decide about one set-up at most. */
  private static final int STEP_MAX = 2 * WANTED - 1;

  private static final int STEPS_BACK_MAX = 3;
  private static final int CUTS_MAX = 4;
  private static final int HALVINGS_MAX = 3;
  private static final long AFTER_MILLIS = 500;
  private static final long BEFORE_MILLIS = 1_000;

  private final Tries tries;
  private final Duration limit;
  private final int confirmations;
  private final LongSupplier nanos;
  private final Consumer<String> say;
  private final long began;
  private final Deque<Setup> kept = new ArrayDeque<>();
  private int replays;
  private int setups;
  private double secondsEach;
  private boolean isCut;
  private boolean isInterrupted;
  private OptionalLong lastEnd = OptionalLong.empty();

  /**
   * How it ended.
   *
   * @param setup the least one
   * @param shown how many replays of it, made to confirm it, showed the anomaly
   * @param confirmed of how many
   * @param example one that showed it; empty if none did
   * @param replays all that were made
   * @param setups of how many set-ups
   * @param isCut whether a step was not tried, because time was over
   */
  public record Shrunk(
      Setup setup,
      int shown,
      int confirmed,
      Optional<Tried> example,
      int replays,
      int setups,
      boolean isCut,
      boolean isInterrupted) {}

  /**
   * A search.
   *
   * @param limit how long it may take, from now on
   * @param confirmations how often the result is replayed
   * @param nanos a clock
   * @param say takes a line for each set-up
   */
  public LiveShrinker(
      Tries tries, Duration limit, int confirmations, LongSupplier nanos, Consumer<String> say) {
    this.tries = tries;
    this.limit = limit;
    this.confirmations = confirmations;
    this.nanos = nanos;
    this.say = say;
    this.began = nanos.getAsLong();
  }

  /**
   * Reduces.
   *
   * @return empty if the run as it was does not show the anomaly twice in five replays
   */
  public Optional<Shrunk> shrink(Setup recorded) throws IOException, InterruptedException {
    int shown = 0;
    int tried = 0;
    setups++;
    List<Long> ends = new ArrayList<>();
    while (shown < WANTED && tried < FIRST_TRIES_MAX && !isInterrupted) {
      Tried one = once(recorded);
      if (isInterrupted) {
        break;
      }
      tried++;
      shown += one.isShown() ? 1 : 0;
      one.endMillis().ifPresent(ends::add);
    }
    say.accept("as it was  %s  %d of %d".formatted(recorded, shown, tried));
    if (shown < WANTED) {
      return isInterrupted
          ? Optional.of(new Shrunk(recorded, 0, 0, Optional.empty(), replays, setups, false, true))
          : Optional.empty();
    }
    kept.push(recorded);
    remember(ends);
    double share = (shown + 1.0) / (tried + 2.0);
    cut();
    leaveOutFaults(1 - share * share * (3 - 2 * share));
    beginEarlier();
    holdShorter();
    halve("nodes", current().nodes(), current()::withNodes);
    halve("clients", current().threads(), current()::withThreads);
    halve("rate", (int) Math.ceil(current().rate()), current()::withRate);
    cut();
    return Optional.of(confirm());
  }

  private Setup current() {
    return kept.element();
  }

  private void remember(List<Long> ends) {
    lastEnd =
        ends.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(ends.stream().mapToLong(Long::longValue).max().orElseThrow());
  }

  private Tried once(Setup setup) throws IOException, InterruptedException {
    long start = nanos.getAsLong();
    Tried tried = tries.once(setup);
    isInterrupted |= tried.isInterrupted();
    replays += tried.isInterrupted() ? 0 : 1;
    if (tried.isShown() || secondsEach == 0) {
      secondsEach = (nanos.getAsLong() - start) / 1e9;
    }
    return tried;
  }

  private double secondsLeft() {
    return (limit.toNanos() - (nanos.getAsLong() - began)) / 1e9;
  }

  /** Whether the time that is left, at most a third of all, is needed to confirm the result. */
  private boolean isOver() {
    double reserve = Math.min((confirmations + STEP_MAX) * secondsEach, limit.toNanos() / 3e9);
    return isInterrupted || secondsLeft() < reserve;
  }

  /** Tries a set-up in place of the current one; keeps it if it fails as well. */
  private boolean keeps(String what, Setup setup) throws IOException, InterruptedException {
    if (setup.equals(current())) {
      return false;
    }
    if (isOver()) {
      isCut |= !isInterrupted;
      return false;
    }
    setups++;
    int shown = 0;
    int missed = 0;
    List<Long> ends = new ArrayList<>();
    while (shown < WANTED && missed < WANTED) {
      Tried tried = once(setup);
      if (isInterrupted) {
        return false;
      }
      if (tried.isRefused()) {
        say.accept("%s  %s  cannot be: %s".formatted(what, setup, tried.reason()));
        return false;
      }
      shown += tried.isShown() ? 1 : 0;
      missed += tried.isShown() ? 0 : 1;
      tried.endMillis().ifPresent(ends::add);
    }
    boolean isKept = shown == WANTED;
    say.accept(
        "%s  %s  %d of %d%s".formatted(what, setup, shown, shown + missed, isKept ? ", kept" : ""));
    if (isKept) {
      kept.push(setup);
      remember(ends);
    }
    return isKept;
  }

  /** Ends the run after the anomaly. */
  private void cut() throws IOException, InterruptedException {
    for (int i = 0; i < CUTS_MAX && lastEnd.isPresent(); i++) {
      long end = Math.max(Setup.MILLIS_MIN, lastEnd.getAsLong() + AFTER_MILLIS);
      if (end > current().millis() * 9 / 10) {
        return;
      }
      if (!keeps("end after it", current().until(end))) {
        keeps("end later", current().until((end + current().millis()) / 2));
        return;
      }
    }
  }

  private void leaveOutFaults(double chanceToMiss) throws IOException, InterruptedException {
    List<PlannedFault> all = current().faults();
    if (all.isEmpty() || keeps("no faults", current().withFaults(List.of()))) {
      return;
    }
    FaultRemoval removal = new FaultRemoval(all.size(), chanceToMiss);
    List<Integer> out = removal.next();
    while (!out.isEmpty() && !isOver()) {
      List<Integer> leaving = out;
      List<PlannedFault> rest =
          IntStream.range(0, all.size())
              .filter(i -> removal.isThere(i) && !leaving.contains(i))
              .mapToObj(all::get)
              .toList();
      // None at all was tried already.
      if (!rest.isEmpty() && keeps("fewer faults", current().withFaults(rest))) {
        removal.gone(leaving);
      } else {
        removal.missed(leaving);
      }
      out = removal.next();
    }
    isCut |= !out.isEmpty() && !isInterrupted;
  }

  private void beginEarlier() throws IOException, InterruptedException {
    long first =
        current().faults().stream()
            .filter(fault -> !fault.waits())
            .mapToLong(PlannedFault::atMillis)
            .min()
            .orElse(0);
    long by = first - BEFORE_MILLIS;
    if (by > 0 && !keeps("faults earlier", current().earlier(by))) {
      keeps("faults earlier", current().earlier(by / 2));
    }
  }

  private void holdShorter() throws IOException, InterruptedException {
    for (int i = 0; i < HALVINGS_MAX && !current().faults().isEmpty(); i++) {
      if (!keeps("faults shorter", current().heldShorter())) {
        return;
      }
    }
  }

  /** Halves a number as long as that is kept, then tries what lies in between once. */
  private void halve(String what, int from, IntFunction<Setup> with)
      throws IOException, InterruptedException {
    int least = from;
    while (least > 1) {
      int half = least / 2;
      if (!keeps("fewer " + what, with.apply(half))) {
        int between = (half + least) / 2;
        if (between > half && between < least) {
          keeps("fewer " + what, with.apply(between));
        }
        return;
      }
      least = half;
    }
  }

  private Shrunk confirm() throws IOException, InterruptedException {
    Shrunk best = null;
    for (int back = 0; back <= STEPS_BACK_MAX && !isInterrupted; back++) {
      Shrunk confirmed = confirmed(current());
      if (best == null || confirmed.shown() > best.shown()) {
        best = confirmed;
      }
      if (2 * confirmed.shown() >= confirmed.confirmed() || kept.size() == 1 || isOver()) {
        break;
      }
      kept.pop();
    }
    return best != null
        ? new Shrunk(
            best.setup(),
            best.shown(),
            best.confirmed(),
            best.example(),
            replays,
            setups,
            isCut,
            isInterrupted)
        : new Shrunk(current(), 0, 0, Optional.empty(), replays, setups, isCut, isInterrupted);
  }

  private Shrunk confirmed(Setup setup) throws IOException, InterruptedException {
    int shown = 0;
    int tried = 0;
    Optional<Tried> example = Optional.empty();
    while (tried < confirmations && (tried == 0 || secondsLeft() > 0)) {
      Tried one = once(setup);
      if (isInterrupted) {
        break;
      }
      tried++;
      shown += one.isShown() ? 1 : 0;
      boolean isLess = example.isEmpty() || one.operations() < example.get().operations();
      example = one.isShown() && isLess ? Optional.of(one) : example;
    }
    say.accept("confirmed  %s  %d of %d".formatted(setup, shown, tried));
    return new Shrunk(setup, shown, tried, example, replays, setups, isCut, isInterrupted);
  }
}
