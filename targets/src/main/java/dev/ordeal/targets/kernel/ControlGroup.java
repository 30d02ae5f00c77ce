package dev.ordeal.targets.kernel;

import dev.ordeal.targets.ability.MemoryLimits;
import dev.ordeal.targets.ability.ResourceLimit;

/**
 * Shell commands that let the processes of a node have less of the machine than they want, by a
 * control group of this run, of version 1 or 2. What a node starts later is in the group, too, if
 * its parent is.
 *
 * <p>What memory processes had before they came into a group does not count in it, so a group's
 * limit is what they may take from then on.
 */
public final class ControlGroup {
  private static final int PERIOD_MICROS = 100_000;

  /** Where a group of this run can be: of version 1 for each controller, of version 2 for all. */
  private static final String ROOTS = "/sys/fs/cgroup/cpu /sys/fs/cgroup/memory /sys/fs/cgroup";

  private final String name;

  /**
   * @param name of letters, digits and dashes
   */
  public ControlGroup(String name) {
    this.name = name;
  }

  /** Prints why something cannot be limited, and nothing if it can be. */
  public static String problem(Class<?> ability) {
    return find(controller(ability))
        + "; if [ -z \"$root\" ]; then"
        + " echo 'there is no control group for %s in /sys/fs/cgroup';"
            .formatted(ability == MemoryLimits.class ? "memory" : "processors")
        + " elif ! [ -w \"$root/cgroup.procs\" ]; then"
        + " echo 'changing control groups needs root'; fi";
  }

  private static String controller(Class<?> ability) {
    return ability == MemoryLimits.class ? "memory" : "cpu";
  }

  private static String find(String controller) {
    return "root=; v1=/sys/fs/cgroup/%1$s; v2=/sys/fs/cgroup;".formatted(controller)
        + " if [ -e $v1/cgroup.procs ]; then root=$v1;"
        + " elif grep -qw %s $v2/cgroup.controllers 2>/dev/null; then root=$v2; fi"
            .formatted(controller);
  }

  /** Makes the group and puts a node's processes into it. */
  public String limit(MarkedProcesses marked, ResourceLimit limit) {
    String controller = controller(limit.ability());
    return String.join(
        "\n",
        "set -e",
        find(controller),
        "g=$root/" + name,
        "mkdir -p $g",
        "if [ $root = $v2 ]; then",
        "  grep -qw %1$s $v2/cgroup.subtree_control || echo +%1$s > $v2/cgroup.subtree_control"
            .formatted(controller),
        modern(limit),
        "else",
        classic(limit),
        "fi",
        "set +e",
        marked.each("echo $p > $g/cgroup.procs"));
  }

  private static String modern(ResourceLimit limit) {
    return switch (limit) {
      case ResourceLimit.Processor processor ->
          "  echo %d %d > $g/cpu.max".formatted(quota(processor), PERIOD_MICROS);
      case ResourceLimit.Memory memory ->
          "  echo 0 > $g/memory.swap.max 2>/dev/null || true\n  echo %d > $g/memory.max"
              .formatted(memory.spareBytes());
    };
  }

  private static String classic(ResourceLimit limit) {
    return switch (limit) {
      case ResourceLimit.Processor processor ->
          "  echo %d > $g/cpu.cfs_period_us\n  echo %d > $g/cpu.cfs_quota_us"
              .formatted(PERIOD_MICROS, quota(processor));
      case ResourceLimit.Memory memory ->
          "  echo %d > $g/memory.limit_in_bytes".formatted(memory.spareBytes());
    };
  }

  private static long quota(ResourceLimit.Processor processor) {
    return Math.max(1_000, Math.round(processor.share() * PERIOD_MICROS));
  }

  /** Prints how many processes are in the group and, on a line each, what they are limited to. */
  public String show() {
    return "cat %s 2>/dev/null | wc -l".formatted(each("cgroup.procs"))
        + "; grep -H . %s 2>/dev/null | sed 's/^.*[/]//'; true"
            .formatted(
                String.join(
                    " ",
                    each("cpu.max"),
                    each("memory.max"),
                    each("cpu.cfs_quota_us"),
                    each("memory.limit_in_bytes")));
  }

  private String each(String file) {
    return "/sys/fs/cgroup/cpu/%1$s/%2$s /sys/fs/cgroup/memory/%1$s/%2$s /sys/fs/cgroup/%1$s/%2$s"
        .formatted(name, file);
  }

  /** Sets the processes free and removes the group, if it is there. */
  public String remove() {
    return String.join(
        "\n",
        "for root in " + ROOTS + "; do",
        "  g=$root/" + name,
        "  [ -d $g ] || continue",
        // In one hierarchy for all controllers they came from the node's own group.
        "  back=$root/%s; [ -d $back ] || back=$root".formatted(name.replaceFirst("-[^-]*$", "")),
        "  i=0",
        "  until rmdir $g 2>/dev/null; do",
        "    for p in $(cat $g/cgroup.procs); do echo $p > $back/cgroup.procs; done 2>/dev/null",
        "    i=$((i+1)); [ $i -lt 50 ] || exit 9; sleep 0.1",
        "  done",
        "done");
  }
}
