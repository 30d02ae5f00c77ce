package dev.ordeal.harness.cli.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cli.shrink.LiveShrinker.Shrunk;
import dev.ordeal.harness.cli.shrink.Tries.Tried;
import dev.ordeal.nemesis.PlannedFault;
import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The reduction of runs, over made-up replays. */
class LiveShrinkerTest {
  private static final long REPLAY_NANOS = 10_000_000_000L;
  private static final Duration LONG = Duration.ofHours(10);

  private long now;
  private int replays;
  private final List<String> said = new ArrayList<>();

  private static PlannedFault fault(int number) {
    long at = 2_000L * number;
    return new PlannedFault(at, at + 1_600, FaultTypes.get("kill"), "one", new Seed(number));
  }

  private static Setup recorded(int faults) {
    List<PlannedFault> all =
        IntStream.rangeClosed(1, faults).mapToObj(LiveShrinkerTest::fault).toList();
    return new Setup(all, 5, 10, 200, 30_000);
  }

  private static boolean has(Setup setup, int... numbers) {
    return IntStream.of(numbers)
        .allMatch(n -> setup.faults().stream().anyMatch(f -> f.seed().equals(new Seed(n))));
  }

  private static Tried tried(boolean isShown, long end, Setup setup) {
    return new Tried(
        isShown,
        false,
        false,
        isShown ? OptionalLong.of(end) : OptionalLong.empty(),
        (long) (setup.rate() * setup.millis() / 1000),
        10,
        "run",
        "./ordeal run",
        "");
  }

  /** Shrinks a run that fails with some probability where a condition holds. */
  private Optional<Shrunk> shrink(
      Setup recorded, long number, double share, Duration limit, Predicate<Setup> fails)
      throws Exception {
    Seed[] seed = {new Seed(number)};
    replays = 0;
    now = 0;
    said.clear();
    Tries tries =
        setup -> {
          replays++;
          now += REPLAY_NANOS;
          seed[0] = seed[0].split("next");
          boolean isHit = (seed[0].state() >>> 11) / (double) (1L << 53) < share;
          return tried(isHit && fails.test(setup), setup.millis() - 1, setup);
        };
    return new LiveShrinker(tries, limit, 5, () -> now, said::add).shrink(recorded);
  }

  @Test
  void whatIsNeededStaysAndTheRestGoes() throws Exception {
    Shrunk shrunk =
        shrink(
                recorded(8),
                1,
                1,
                LONG,
                s -> has(s, 3, 6) && s.nodes() >= 3 && s.threads() >= 2 && s.rate() >= 40)
            .orElseThrow();
    assertThat(shrunk.setup().faults()).hasSize(2);
    assertThat(has(shrunk.setup(), 3, 6)).isTrue();
    assertThat(shrunk.setup().nodes()).isEqualTo(3);
    assertThat(shrunk.setup().threads()).isEqualTo(2);
    assertThat(shrunk.setup().rate()).isBetween(40.0, 75.0);
    // The first of both comes at once, and they hold for an eighth of their time.
    assertThat(shrunk.setup().faults().getFirst().atMillis()).isEqualTo(1_000);
    PlannedFault first = shrunk.setup().faults().getFirst();
    assertThat(first.untilMillis() - first.atMillis()).isEqualTo(200);
    assertThat(shrunk.shown()).isEqualTo(5);
    assertThat(shrunk.example()).isPresent();
    assertThat(shrunk.replays()).isEqualTo(replays).isLessThan(90);
    assertThat(said.getFirst()).startsWith("as it was  8 faults, 5 nodes, 10 clients, 200 a");
  }

  @Test
  void aRunThatNeedsNoFaultsLosesThemAtOnce() throws Exception {
    Shrunk shrunk = shrink(recorded(8), 1, 1, LONG, s -> true).orElseThrow();
    assertThat(shrunk.setup().faults()).isEmpty();
    assertThat(shrunk.setup().nodes()).isEqualTo(1);
    assertThat(shrunk.setup().threads()).isEqualTo(1);
    assertThat(said.get(1)).startsWith("no faults").endsWith("2 of 2, kept");
  }

  @Test
  void whatFailsSometimesIsReducedNearlyAsFar() throws Exception {
    int faults = 0;
    int lost = 0;
    for (int number = 0; number < 60; number++) {
      Optional<Shrunk> shrunk = shrink(recorded(10), number, 0.8, LONG, s -> has(s, 2, 7));
      // A replay that shows it has what it needs, whatever chance did.
      lost += shrunk.isEmpty() ? 1 : 0;
      if (shrunk.isPresent()) {
        assertThat(has(shrunk.get().setup(), 2, 7)).isTrue();
        assertThat(shrunk.get().shown()).isGreaterThan(0);
        faults += shrunk.get().setup().faults().size();
        assertThat(replays).isLessThan(200);
      }
    }
    assertThat(lost).isLessThan(3);
    assertThat(faults / 60.0).isLessThan(2.6);
  }

  @Test
  void whatBecomesRareIsTakenBack() throws Exception {
    // With less than three nodes it fails in one of four replays only.
    int rare = 0;
    for (int number = 0; number < 40; number++) {
      int[] count = {number};
      Predicate<Setup> fails =
          s -> s.nodes() >= 3 || Math.floorMod(count[0]++ * 7 + s.threads(), 4) == 0;
      Shrunk shrunk = shrink(recorded(0), number, 1, LONG, fails).orElseThrow();
      rare += 2 * shrunk.shown() < shrunk.confirmed() ? 1 : 0;
    }
    assertThat(rare).isLessThan(8);
  }

  @Test
  void theTimeAfterTheAnomalyGoes() throws Exception {
    Tries tries = setup -> tried(setup.millis() >= 4_300 && has(setup, 1), 4_200, setup);
    Shrunk shrunk =
        new LiveShrinker(tries, LONG, 3, () -> 0, said::add).shrink(recorded(8)).orElseThrow();
    assertThat(said.get(1)).startsWith("end after it  2 faults");
    assertThat(shrunk.setup().millis()).isBetween(3_600L, 4_700L);
    assertThat(shrunk.setup().faults()).hasSize(1);
  }

  @Test
  void theTimeIsKept() throws Exception {
    for (int minutes = 2; minutes < 12; minutes++) {
      Duration limit = Duration.ofMinutes(minutes);
      Optional<Shrunk> shrunk = shrink(recorded(10), 1, 0.9, limit, s -> has(s, 2, 7));
      assertThat(shrunk).isPresent();
      assertThat(shrunk.get().confirmed()).isBetween(minutes < 4 ? 1 : 5, 5);
      // The step that was going on, and one replay of the result at least.
      assertThat(now).isLessThanOrEqualTo(limit.toNanos() + 2 * REPLAY_NANOS);
    }
  }

  @Test
  void whetherTimeWasOverBeforeTheEndIsSaid() throws Exception {
    Duration brief = Duration.ofNanos(2 * REPLAY_NANOS);
    Shrunk cut = shrink(recorded(10), 1, 1, brief, s -> has(s, 2, 7)).orElseThrow();
    assertThat(cut.setups()).isEqualTo(1);
    assertThat(cut.isCut()).isTrue();
    Shrunk whole = shrink(recorded(10), 1, 1, LONG, s -> has(s, 2, 7)).orElseThrow();
    assertThat(whole.isCut()).isFalse();
  }

  @Test
  void whatDoesNotShowIsNotShrunk() throws Exception {
    assertThat(shrink(recorded(3), 1, 1, LONG, s -> false)).isEmpty();
    assertThat(replays).isEqualTo(5);
  }

  @Test
  void whatCannotBeRunIsLeftOut() throws Exception {
    Tries tries =
        setup ->
            setup.nodes() < 5
                ? new Tried(
                    false, true, false, OptionalLong.empty(), 0, 0, "", "", "n5 is not there")
                : tried(has(setup, 1), 0, setup);
    Shrunk shrunk =
        new LiveShrinker(tries, LONG, 3, () -> 0, said::add).shrink(recorded(2)).orElseThrow();
    assertThat(shrunk.setup().nodes()).isEqualTo(5);
    assertThat(said).anyMatch(line -> line.endsWith("cannot be: n5 is not there"));
  }

  @Test
  void anInterruptionEndsItWithWhatIsLeft() throws Exception {
    for (int after = 0; after < 40; after++) {
      int most = after;
      int[] count = {0};
      Tries tries =
          setup ->
              count[0]++ >= most
                  ? new Tried(false, false, true, OptionalLong.empty(), 0, 0, "", "", "interrupted")
                  : tried(has(setup, 1), 0, setup);
      Shrunk shrunk =
          new LiveShrinker(tries, LONG, 3, () -> 0, said::add).shrink(recorded(2)).orElseThrow();
      assertThat(count[0]).isLessThanOrEqualTo(most + 1);
      assertThat(shrunk.isInterrupted()).isEqualTo(count[0] == most + 1);
      assertThat(has(shrunk.setup(), 1)).isTrue();
    }
  }
}
