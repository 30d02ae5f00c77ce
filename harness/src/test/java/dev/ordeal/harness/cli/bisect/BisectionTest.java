package dev.ordeal.harness.cli.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ordeal.harness.cli.bisect.Tally.Said;
import dev.ordeal.workloads.generator.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The search for a version, over made-up replays. */
class BisectionTest {
  private static final int MOST = 2_000;

  private int replays;
  private List<Tally> seen = List.of();

  private static List<String> versions(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "v" + i).toList();
  }

  /** Searches to the end; a version's replay says what a function of its place says. */
  private Step search(int count, double confidence, IntFunction<Said> replay) {
    Bisection bisection = new Bisection(versions(count), confidence, 10, MOST);
    seen = new ArrayList<>(Collections.nCopies(count, Tally.NONE));
    replays = 0;
    while (true) {
      Step step = bisection.next(seen);
      if (!(step instanceof Step.Replay wanted)) {
        return step;
      }
      assertThat(bisection.next(List.copyOf(seen))).isEqualTo(step);
      replays++;
      seen.set(wanted.version(), seen.get(wanted.version()).plus(replay.apply(wanted.version())));
    }
  }

  private static Said shows(boolean shows) {
    return shows ? Said.SHOWN : Said.CLEAN;
  }

  /** Numbers from 0 to 1. */
  private static final class Chances {
    private Seed seed;

    Chances(long number) {
      seed = new Seed(number);
    }

    double next() {
      seed = seed.split("next");
      return (seed.state() >>> 11) / (double) (1L << 53);
    }
  }

  @Test
  void theChanceToMissIsThatOfTheRuleOfSuccession() {
    // 3 of 3: 1/5, then 1/5 · 2/6, then · 3/7.
    assertThat(MissChance.of(3, 3, 1)).isCloseTo(1 / 5.0, within(1e-12));
    assertThat(MissChance.of(3, 3, 3)).isCloseTo(1 / 35.0, within(1e-12));
    assertThat(MissChance.of(3, 3, 0)).isEqualTo(1);
    assertThat(MissChance.replays(3, 3, 0.03)).isEqualTo(3);
    assertThat(MissChance.replays(3, 3, 0.02)).isEqualTo(4);
    // What shows often is decided by few replays, what shows rarely by many.
    assertThat(MissChance.replays(30, 30, 0.01)).isEqualTo(2);
    assertThat(MissChance.replays(3, 30, 0.01)).isBetween(40, 90);
    // It is more careful than taking the share that was seen for the true one.
    for (int k = 1; k < 20; k++) {
      assertThat(MissChance.of(7, 10, k)).isGreaterThan(Math.pow(0.3, k));
    }
    assertThat(MissChance.replays(0, 0, 1e-12)).isEqualTo(100_000);
  }

  @Test
  void whatAlwaysShowsIsFoundWhereverItCame() {
    for (int count = 2; count <= 12; count++) {
      for (int first = 1; first < count; first++) {
        int bad = first;
        Step.Found found = (Step.Found) search(count, 0.95, i -> shows(i >= bad));
        assertThat(found.first()).isEqualTo(first);
        assertThat(found.before()).isEqualTo(first - 1);
        assertThat(found.isMended()).isFalse();
        assertThat(found.sure()).isBetween(0.95, 1.0);
        Step.Found gone = (Step.Found) search(count, 0.95, i -> shows(i < bad));
        assertThat(gone.first()).isEqualTo(first);
        assertThat(gone.before()).isEqualTo(first - 1);
        assertThat(gone.isMended()).isTrue();
      }
    }
    search(1_000, 0.95, i -> shows(i >= 700));
    assertThat(replays).isLessThan(100);
  }

  @Test
  void whatShowsSometimesIsFoundAsOftenAsTheConfidenceSays() {
    for (double share : new double[] {0.9, 0.5, 0.25}) {
      for (double confidence : new double[] {0.9, 0.99}) {
        int right = 0;
        int decided = 0;
        double sure = 0;
        for (int trial = 0; trial < 400; trial++) {
          Chances chances = new Chances(trial * 31L + 7);
          int bad = 1 + trial % 9;
          Step step = search(10, confidence, i -> shows(i >= bad && chances.next() < share));
          if (step instanceof Step.Found found) {
            decided++;
            sure += found.sure();
            assertThat(found.sure()).isGreaterThanOrEqualTo(confidence);
            right += found.first() == bad ? 1 : 0;
          }
        }
        String what = share + " " + confidence;
        // Where nothing shows in ten replays of each end, it says so.
        assertThat(decided).as(what).isGreaterThan(share < 0.5 ? 360 : 395);
        assertThat((double) right / decided).as(what).isGreaterThanOrEqualTo(confidence);
        assertThat(sure / decided).as(what).isCloseTo((double) right / decided, within(0.04));
      }
    }
  }

  @Test
  void replaysThatDecideNothingNeverCountAsClean() {
    Chances chances = new Chances(1);
    for (int bad = 1; bad < 10; bad++) {
      int first = bad;
      Step step = search(10, 0.95, i -> chances.next() < 0.3 ? Said.UNDECIDED : shows(i >= first));
      assertThat(((Step.Found) step).first()).isEqualTo(bad);
      int before = ((Step.Found) step).before();
      assertThat(seen.get(before).clean()).isGreaterThanOrEqualTo(MissChance.replays(3, 3, 0.05));
    }
    Step.Open open = (Step.Open) search(4, 0.95, i -> Said.UNDECIDED);
    assertThat(open.reason()).contains("v4, an end, decide nothing");
    assertThat(open.isMissing()).isFalse();
    assertThat(replays).isLessThan(20);
    // One in between that never decides anything leaves two to choose from.
    open = (Step.Open) search(5, 0.95, i -> i == 2 ? Said.UNDECIDED : shows(i >= 3));
    assertThat(open.candidates()).containsExactly(2, 3);
    assertThat(open.isMissing()).isFalse();
  }

  @Test
  void versionsThatCannotBeHadAreSkipped() {
    Step.Found found =
        (Step.Found) search(10, 0.95, i -> i == 4 || i == 5 ? Said.UNAVAILABLE : shows(i >= 8));
    assertThat(found.first()).isEqualTo(8);
    assertThat(seen.get(4).all() + seen.get(5).all()).isLessThanOrEqualTo(2);
    Step.Open open =
        (Step.Open) search(10, 0.95, i -> i == 4 || i == 5 ? Said.UNAVAILABLE : shows(i >= 5));
    assertThat(open.candidates()).containsExactly(4, 5, 6);
    assertThat(open.isMissing()).isTrue();
    open = (Step.Open) search(10, 0.95, i -> i == 4 || i == 5 ? Said.UNAVAILABLE : shows(i < 5));
    assertThat(open.candidates()).containsExactly(4, 5, 6);
    open = (Step.Open) search(3, 0.95, i -> i == 0 ? Said.UNAVAILABLE : Said.SHOWN);
    assertThat(open.reason()).contains("v1, an end, is not available");
    assertThat(open.isMissing()).isTrue();
  }

  @Test
  void endsThatAreNotAsAssumedAreSaid() {
    assertThat(((Step.Open) search(5, 0.95, i -> Said.SHOWN)).reason()).contains("both ends show");
    assertThat(replays).isLessThan(10);
    Step.Open neither = (Step.Open) search(5, 0.95, i -> Said.CLEAN);
    assertThat(neither.reason()).contains("neither v1 nor v5 showed it in 10 replays each");
    assertThat(replays).isEqualTo(20);
    assertThat(seen.subList(1, 4)).containsOnly(Tally.NONE);
  }

  @Test
  void theNumberOfReplaysIsBounded() {
    Bisection bisection = new Bisection(versions(5), 0.95, 10, 4);
    List<Tally> four =
        List.of(new Tally(0, 2, 0, 0), Tally.NONE, Tally.NONE, Tally.NONE, new Tally(2, 0, 0, 0));
    assertThat(((Step.Open) bisection.next(four)).reason()).contains("within 4 replays");
  }
}
