package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.targets.link.Link;
import dev.ordeal.workloads.generator.Seed;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultTargetingTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3", "n4", "n5");

  private static FaultType type(String name) {
    return FaultTypes.get(name);
  }

  private static Fault aim(FaultType type, String shape, Optional<String> leader, long seed) {
    return type.draw(new Aim(shape, new Seed(seed), NODES, leader, List.of()));
  }

  private static Set<Link> cut(String shape) {
    return new HashSet<>(
        aim(type("partition"), shape, Optional.of("n3"), 4).struckLinks().orElseThrow());
  }

  /** The nodes that a node hears. */
  private static Set<String> heard(Set<Link> cut, String node) {
    Set<String> heard = new HashSet<>(NODES);
    cut.stream().filter(link -> link.to().equals(node)).forEach(link -> heard.remove(link.from()));
    return heard;
  }

  @Test
  void everyShapeOfEveryKindCanBeAimed() {
    for (FaultType type : FaultTypes.all()) {
      for (String shape : type.shapes()) {
        Fault fault = aim(type, shape, Optional.empty(), 1);
        assertThat(fault.nodes()).isNotEmpty();
        assertThat(fault.describe()).isNotBlank();
      }
    }
  }

  @Test
  void anIsolatedLeaderHearsNobody() {
    Set<Link> cut = cut("isolated-leader");
    assertThat(heard(cut, "n3")).containsExactly("n3");
    assertThat(heard(cut, "n1")).containsExactlyInAnyOrder("n1", "n2", "n4", "n5");
  }

  @Test
  void halvesHearThemselves() {
    Set<Link> cut = cut("halves");
    assertThat(heard(cut, "n1")).containsExactlyInAnyOrder("n1", "n2");
    assertThat(heard(cut, "n5")).containsExactlyInAnyOrder("n3", "n4", "n5");
  }

  @Test
  void inARingEveryNodeHearsAMajorityAndNoTwoTheSame() {
    Set<Link> cut = cut("majorities-ring");
    Set<Set<String>> seen = new HashSet<>();
    for (String node : NODES) {
      assertThat(heard(cut, node)).hasSize(3).contains(node);
      seen.add(heard(cut, node));
    }
    assertThat(seen).hasSize(5);
  }

  @Test
  void overABridgeOneNodeHearsAll() {
    Set<Link> cut = cut("bridge");
    assertThat(NODES.stream().filter(node -> heard(cut, node).size() == 5)).hasSize(1);
    assertThat(NODES.stream().filter(node -> heard(cut, node).size() == 3)).hasSize(4);
  }

  @Test
  void oneWayMeansThatOneNodeIsDeafAndStillHeard() {
    Set<Link> cut = cut("one-way");
    String deaf = cut.iterator().next().to();
    assertThat(heard(cut, deaf)).containsExactly(deaf);
    assertThat(cut.stream().map(Link::from)).doesNotContain(deaf);
  }

  @Test
  void oneWayOutMeansThatNobodyHearsANode() {
    Set<Link> cut = cut("one-way-out");
    String mute = cut.iterator().next().from();
    assertThat(heard(cut, mute)).hasSize(5);
    assertThat(cut.stream().map(Link::from)).containsOnly(mute).hasSize(4);
  }

  @Test
  void aMinorityIsOne() {
    Fault kill = aim(type("kill"), "minority", Optional.empty(), 3);
    assertThat(kill.nodes()).hasSize(2);
  }

  @Test
  void theVictimOfTheFaultBeforeIsStruckAgain() {
    List<String> victims = List.of("n4", "n2");
    PlannedFault pause = new PlannedFault(0, 1, type("pause"), "victim", new Seed(1));
    PlannedFault cut = new PlannedFault(0, 1, type("partition"), "isolated-victim", new Seed(1));
    assertThat(pause.aimed(NODES, Optional.of("n1"), victims).nodes()).isEqualTo(victims);
    assertThat(cut.aimed(NODES, Optional.of("n1"), victims).nodes()).isEqualTo(victims);
    assertThat(pause.aimed(NODES, Optional.of("n1"), List.of()).nodes()).hasSize(1);
  }

  @Test
  void ofAPartitionTheSmallerSideIsStruckAndWithoutSidesAll() {
    for (String shape : List.of("isolated-node", "isolated-leader", "one-way", "one-way-out")) {
      assertThat(aim(type("partition"), shape, Optional.of("n3"), 4).struck()).hasSize(1);
    }
    assertThat(aim(type("partition"), "halves", Optional.empty(), 4).struck()).hasSize(2);
    assertThat(aim(type("partition"), "bridge", Optional.empty(), 4).struck()).hasSize(2);
    assertThat(aim(type("partition"), "majorities-ring", Optional.empty(), 4).struck()).hasSize(5);
  }
}
