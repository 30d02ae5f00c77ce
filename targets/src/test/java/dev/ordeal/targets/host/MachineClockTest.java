package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.shell.CommandResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose clock may be set. */
class MachineClockTest {
  private static final HostShell HERE = machine("here", "boot-0");

  /** A machine that answers so to whatever it is asked. */
  private static HostShell machine(String name, String... lines) {
    return new HostShell() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public CommandResult execute(String command) {
        return new CommandResult(0, String.join("\n", lines) + "\n");
      }

      @Override
      public Undo undo(HostUndo undo) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static List<Optional<Long>> started(HostShell... places) throws Exception {
    return MachineClock.of(HERE, List.of(places)).stream()
        .map(clock -> clock.map(MachineClock::startedMillis))
        .toList();
  }

  @Test
  void thatOfAMachineWithAKernelOfItsOwnMay() throws Exception {
    assertThat(started(machine("n1", "boot-1", "1000"), machine("n2", "boot-2", "2000")))
        .containsExactly(Optional.of(1000L), Optional.of(2000L));
  }

  @Test
  void thatOfTheControlMachineMayNot() throws Exception {
    assertThat(started(machine("n1", "boot-0", "1000"), machine("n2", "boot-2", "2000")))
        .containsExactly(Optional.empty(), Optional.of(2000L));
  }

  @Test
  void thatOfTwoNodesMayNot() throws Exception {
    assertThat(
            started(
                Stream.of("boot-1", "boot-2", "boot-1")
                    .map(boot -> machine("n", boot, "1000"))
                    .toArray(HostShell[]::new)))
        .containsExactly(Optional.empty(), Optional.of(1000L), Optional.empty());
  }

  @Test
  void aMachineWithoutAMarkOrTheRightSaysNoTime() throws Exception {
    assertThat(started(machine("n1", "boot-1"))).containsExactly(Optional.empty());
  }
}
