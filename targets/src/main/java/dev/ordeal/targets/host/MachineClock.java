package dev.ordeal.targets.host;

import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clock of a whole machine, for which no program needs a library. It may be set only where
 * nobody else has it: not on a machine whose kernel is that of the control machine or of another
 * node, and not without the mark.
 *
 * @param boot tells since when the machine runs; what is known of its clock holds until it stops
 * @param startedMillis when that was by its clock as it was found, in milliseconds since the epoch:
 *     the time since is counted whatever the clock is set to, so this sets it right again
 */
public record MachineClock(String boot, long startedMillis) {
  private static final String BOOT = "/proc/sys/kernel/random/boot_id";

  /** Milliseconds since the machine started, into {@code up}. */
  private static final String UPTIME =
      "read -r s rest </proc/uptime; up=$(( ${s%.*} * 1000 + 1${s#*.} * 10 - 1000 ))";

  /** The bit of the right to set the clock, as {@code /proc} shows it. */
  private static final int RIGHT = 25;

  /** Prints since when a machine runs, and its clock's time then, if that clock may be set. */
  private static final String LOOK =
      String.join(
          "\n",
          "cat " + BOOT,
          "grep -qxF \"$(hostname)\" " + Hosts.MARKER + " 2>/dev/null || exit 0",
          "rights=$(sed -n 's/^CapEff:[^0-9a-f]*//p' /proc/self/status)",
          "[ $(( 0x$rights >> " + RIGHT + " & 1 )) = 1 ] || exit 0",
          UPTIME,
          "echo $(( $(date +%s%3N) - up ))");

  /**
   * The clocks of some places.
   *
   * @param here where the control process is, whose clock is never set
   * @return for each the clock that may be set, if it may be
   */
  static List<Optional<MachineClock>> of(HostShell here, List<? extends HostShell> places)
      throws IOException, TargetException {
    Map<HostShell, List<String>> answers = new ConcurrentHashMap<>();
    OnNodes.each(places, place -> answers.put(place, place.require(LOOK).strip().lines().toList()));
    List<String> boots = new ArrayList<>(here.require("cat " + BOOT).lines().toList());
    answers.values().forEach(answer -> boots.add(answer.getFirst()));
    List<Optional<MachineClock>> clocks = new ArrayList<>();
    for (HostShell place : places) {
      List<String> answer = answers.get(place);
      String boot = answer.getFirst();
      boolean may = answer.size() == 2 && Collections.frequency(boots, boot) == 1;
      clocks.add(
          may
              ? Optional.of(new MachineClock(boot, Long.parseLong(answer.getLast())))
              : Optional.empty());
    }
    return clocks;
  }

  /** Sets the clock so many milliseconds off; does nothing if the machine was restarted. */
  String set(long offsetMillis) {
    return String.join(
        "\n",
        "[ \"$(cat %s)\" = %s ] || exit 0".formatted(BOOT, boot),
        "grep -qxF \"$(hostname)\" " + Hosts.MARKER + " || { echo no mark; exit 1; }",
        UPTIME,
        "ms=$(( up + %d ))".formatted(startedMillis + offsetMillis),
        "date -s \"@$(( ms / 1000 )).$(printf %03d $(( ms % 1000 )))\" >/dev/null");
  }
}
