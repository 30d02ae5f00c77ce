package dev.ordeal.checkers.isolation.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Once the promised level is refuted, the others get a bounded share of the time. */
class ShareTest {
  private static final Budget WHOLE = Budget.of(Duration.ofHours(1));

  private final ExcludedModels ruledOut = new ExcludedModels();
  private final Share share = new Share(WHOLE, ConsistencyModel.SNAPSHOT_ISOLATION, ruledOut);

  @Test
  void aLevelThatIsNotRefutedGetsTheWholeBudget() {
    ruledOut.add(Set.of(ConsistencyModel.SERIALIZABLE));
    share.refuted(Set.of(ConsistencyModel.STRICT_SERIALIZABLE));
    assertThat(share.isRefuted()).isFalse();
    assertThat(share.budget()).isSameAs(WHOLE);
    assertThat(share.reason("no time")).isEqualTo("no time");
  }

  @Test
  void onceItIsRuledOutTheOthersGetLittleOfIt() {
    ruledOut.add(Set.of(ConsistencyModel.READ_COMMITTED));
    assertThat(share.isRefuted()).isTrue();
    assertThat(seconds(share.budget())).isLessThanOrEqualTo(Share.LEAST.toSeconds());
    assertThat(share.reason("no time"))
        .contains("snapshot-isolation is refuted")
        .hasSizeLessThan(200);
  }

  @Test
  void theShareIsOneForAllOfThem() {
    share.refuted(Set.of(ConsistencyModel.READ_ATOMIC));
    Budget first = share.budget();
    assertThat(share.budget()).isSameAs(first);
  }

  @Test
  void theShareIsNoMoreThanIsLeft() {
    Budget little = Budget.of(Duration.ofMillis(1));
    Share ofLittle = new Share(little, ConsistencyModel.SERIALIZABLE, ruledOut);
    ofLittle.refuted(Set.of(ConsistencyModel.SERIALIZABLE));
    assertThat(ofLittle.budget().deadlineNanos()).isEqualTo(little.deadlineNanos());
  }

  private static long seconds(Budget budget) {
    return TimeUnit.NANOSECONDS.toSeconds(budget.deadlineNanos() - System.nanoTime());
  }
}
