package dev.ordeal.nemesis.schedule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.PlannedFault;
import dev.ordeal.nemesis.Trigger;
import dev.ordeal.workloads.generator.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleFileTest {
  @TempDir private Path folder;

  private ScheduleFile read(String text) throws IOException {
    return ScheduleFile.read(Files.writeString(folder.resolve("s.yml"), text), new Seed(7));
  }

  @Test
  void aPlanThatWasSavedIsTheSamePlan() throws IOException {
    List<PlannedFault> plan = Schedule.plan(new Seed(3), FaultTypes.all(), Duration.ofMinutes(5));
    assertThat(plan).hasSizeGreaterThan(20);
    assertThat(read(ScheduleFile.text(plan)).faults()).isEqualTo(plan);
  }

  @Test
  void aFileThatIsNotUtf8IsRefusedWithItsLine() throws IOException {
    byte[] latin1 = "- {at: 3s, for: 4s, fault: kill}\n# für\n".getBytes(ISO_8859_1);
    Path file = Files.write(folder.resolve("latin1.yml"), latin1);
    assertThatThrownBy(() -> ScheduleFile.read(file, new Seed(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("latin1.yml, line 2: not UTF-8: save it as UTF-8");
  }

  @Test
  void aPersonWritesLess() throws IOException {
    ScheduleFile file =
        read(
            """
            # two faults
            - {at: 5s, for: 500ms, fault: pause, on: [n1, n2]}
            - at: 3s
              for: 1m
              fault: partition
              on: isolated-leader
            """);
    assertThat(file.types()).extracting(FaultType::name).containsExactly("partition", "pause");
    PlannedFault pause = file.faults().getLast();
    assertThat(pause.untilMillis()).isEqualTo(5_500);
    Fault fault = pause.aimed(List.of("n1", "n2", "n3"), Optional.of("n3"), List.of());
    assertThat(fault.nodes()).containsExactly("n1", "n2");
    assertThat(read(ScheduleFile.text(file.faults())).faults()).isEqualTo(file.faults());
    file.requireFits(2, Duration.ofSeconds(6));
    assertThatThrownBy(() -> file.requireFits(1, Duration.ofSeconds(6)))
        .hasMessageContaining("the nodes are [n1]");
    assertThatThrownBy(() -> file.requireFits(2, Duration.ofSeconds(5)))
        .hasMessageContaining("after the time limit");
  }

  @Test
  void namedNodesArePartitionedFromTheRest() throws IOException {
    PlannedFault cut = read("- {at: 1s, for: 1s, fault: partition, on: [n2]}").faults().getFirst();
    Fault fault = cut.aimed(List.of("n1", "n2", "n3"), Optional.empty(), List.of());
    assertThat(fault.describe()).isEqualTo("partition named [n2] | [n1, n3]");
  }

  @Test
  void aPartitionOfAllNodesIsRefused() throws IOException {
    ScheduleFile file = read("- {at: 1s, for: 1s, fault: partition, on: [n1, n2]}");
    assertThatThrownBy(() -> file.requireFits(2, Duration.ofSeconds(5)))
        .hasMessageContaining("a partition on all nodes [n1, n2] has an empty side");
    file.requireFits(3, Duration.ofSeconds(5));
  }

  @Test
  void aFaultMayWaitForSomething() throws IOException {
    ScheduleFile file =
        read(
            """
            - {when: leader-change, for: 2s, fault: kill, on: leader}
            - {when: ack 100, at: 1s, for: 2s, fault: kill, on: one}
            """);
    assertThat(file.faults())
        .extracting(PlannedFault::when)
        .containsExactly(new Trigger.LeaderChange(), new Trigger.Acknowledged(100));
    assertThat(file.faults().getLast().since(500).atMillis()).isEqualTo(1_500);
    assertThat(read(ScheduleFile.text(file.faults())).faults()).isEqualTo(file.faults());
  }

  @Test
  void aFaultMayBeNamedAsItWasNamedBefore() throws IOException {
    ScheduleFile file =
        read(
            """
            - {at: 1s, for: 1s, fault: hiccup, on: one}
            - {at: 2s, for: 1s, fault: storm, on: one}
            - {at: 3s, for: 1s, fault: unsynced, on: one}
            """);
    assertThat(file.types())
        .extracting(FaultType::name)
        .containsExactly("pause-strobe", "crash-loop", "lose-unsynced-writes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "- {at: 3s, for: 4s, fault: flood, on: one} | entry 1: unknown fault 'flood'",
        "- {at: 3s, for: 4, fault: kill, on: one} | entry 1: 'for': '4' is no time",
        "- {for: 4s, fault: kill, on: one} | entry 1: 'at' is missing",
        "- {at: 3s, for: 4s, fault: kill, on: bridge} | 'kill' cannot be on 'bridge'",
        "- {at: 3s, for: 4s, fault: kill, om: one} | unknown field 'om'",
        "- {when: soon, for: 4s, fault: kill, on: one} | 'soon' is an unknown trigger",
        "- {when: ack 0, for: 4s, fault: kill, on: one} | 'ack 0' is an unknown trigger",
        "at: 3s | must be a list",
        "- {at: 3s, for: | line 1"
      })
  void whatIsWrongIsTold(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
