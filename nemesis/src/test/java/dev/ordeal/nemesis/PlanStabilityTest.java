package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.nemesis.schedule.Schedule;
import dev.ordeal.workloads.generator.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A seed gives the plans and faults that it gave before faults were classes: the digests in {@code
 * plans.txt} were recorded then, with today's names of faults.
 */
class PlanStabilityTest {
  private static final int SEEDS = 20;
  private static final List<String> NODES = List.of("n1", "n2", "n3", "n4", "n5");
  private static final List<String> RECORDED = recorded();

  private static List<String> recorded() {
    try (InputStream in = PlanStabilityTest.class.getResourceAsStream("plans.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static String digest(Stream<String> lines) throws NoSuchAlgorithmException {
    String text = String.join("\n", lines.toList());
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] digest = sha.digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, 16);
  }

  /** The kinds that a set of kinds had when it was recorded. */
  private List<FaultType> named(String names) {
    return names.equals("all")
        ? recordedTypes()
        : Stream.of(names.split(",")).map(FaultTypes::get).toList();
  }

  private List<FaultType> recordedTypes() {
    return RECORDED.stream()
        .filter(line -> line.startsWith("fault "))
        .map(line -> FaultTypes.get(line.split(" ")[1]))
        .toList();
  }

  @Test
  void aSeedGivesTheSamePlanAsBefore() throws NoSuchAlgorithmException {
    List<String> plans = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      for (String names :
          List.of(
              "partition,kill,pause,latency",
              "all",
              "clock,partition",
              "pause-strobe,crash-loop,lose-unsynced-writes",
              "membership")) {
        for (int seconds : List.of(5, 60)) {
          List<PlannedFault> plan =
              Schedule.plan(new Seed(seed), named(names), Duration.ofSeconds(seconds));
          String digest = digest(plan.stream().map(PlannedFault::toString));
          plans.add("plan %d %s %d %s".formatted(seed, names, seconds, digest));
        }
      }
    }
    assertThat(plans)
        .isEqualTo(RECORDED.stream().filter(line -> line.startsWith("plan ")).toList());
  }

  @Test
  void aSeedDrawsTheSameFaultsAsBefore() throws NoSuchAlgorithmException {
    List<String> faults = new ArrayList<>();
    for (FaultType type : recordedTypes()) {
      faults.add("fault %s %s".formatted(type.name(), digest(drawn(type))));
    }
    assertThat(faults)
        .isEqualTo(RECORDED.stream().filter(line -> line.startsWith("fault ")).toList());
  }

  @Test
  void aRunWithoutFaultsNamedGetsTheSameKindsAsBefore() {
    assertThat(FaultTypes.defaults())
        .extracting(FaultType::name)
        .containsExactly("partition", "kill", "pause", "latency");
  }

  @Test
  void whereNoLinkIsStruckThereAreNoFaultsOfLinksUnlessTheyAreNamed() {
    assertThat(FaultTypes.defaultsWithoutLinks())
        .extracting(FaultType::name)
        .containsExactly("kill", "pause");
  }

  private static Stream<String> drawn(FaultType type) {
    List<String> shapes = new ArrayList<>(type.shapes());
    shapes.add("nodes:n2+n3");
    List<String> drawn = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      for (String shape : shapes) {
        for (int count : List.of(3, 5)) {
          for (List<String> victims : List.of(List.<String>of(), List.of("n3", "n2"))) {
            for (Optional<String> leader : List.of(Optional.<String>empty(), Optional.of("n2"))) {
              Seed seeded = new Seed(seed);
              Fault fault =
                  type.draw(new Aim(shape, seeded, NODES.subList(0, count), leader, victims));
              // Of other faults the nodes decide the links.
              String links =
                  type.name().equals("partition") ? " " + fault.struckLinks().orElseThrow() : "";
              drawn.add(
                  "%s %s: %s %s %s%s"
                      .formatted(
                          type.name(),
                          shape,
                          fault.describe(),
                          fault.nodes(),
                          List.copyOf(fault.struck()),
                          links));
            }
          }
        }
      }
    }
    return drawn.stream();
  }
}
