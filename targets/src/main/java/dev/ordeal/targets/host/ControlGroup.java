package dev.ordeal.targets.host;

/**
 * Shell commands that let the processes of a node have less of the processors than they want, by a
 * control group of ours, of version 1 or 2. What a node starts later is in the group, too, if its
 * parent is.
 */
final class ControlGroup {
  /** Prints why there can be none, and nothing if there can be. */
  static final String PROBLEM =
      find()
          + "; if [ -z \"$root\" ]; then"
          + " echo 'there is no control group for processors in /sys/fs/cgroup';"
          + " elif ! [ -w \"$root/cgroup.procs\" ]; then"
          + " echo 'changing control groups needs root'; fi";

  private static final int PERIOD_MICROS = 100_000;

  private final String name;

  /**
   * @param name of letters, digits and dashes
   */
  ControlGroup(String name) {
    this.name = name;
  }

  private static String find() {
    return "root=; v1=/sys/fs/cgroup/cpu; v2=/sys/fs/cgroup;"
        + " if [ -e $v1/cpu.cfs_quota_us ] || [ -e $v1/cgroup.procs ]; then root=$v1;"
        + " elif grep -qw cpu $v2/cgroup.controllers 2>/dev/null; then root=$v2; fi";
  }

  /**
   * Makes the group and puts a node's processes into it.
   *
   * @param share of one processor, above 0
   */
  String limit(Marked marked, double share) {
    long quota = Math.max(1_000, Math.round(share * PERIOD_MICROS));
    return String.join(
        "\n",
        "set -e",
        find(),
        "mkdir -p $root/" + name,
        "if [ $root = $v2 ]; then",
        "  grep -qw cpu $v2/cgroup.subtree_control || echo +cpu > $v2/cgroup.subtree_control",
        "  echo %d %d > $root/%s/cpu.max".formatted(quota, PERIOD_MICROS, name),
        "else",
        "  echo %d > $root/%s/cpu.cfs_period_us".formatted(PERIOD_MICROS, name),
        "  echo %d > $root/%s/cpu.cfs_quota_us".formatted(quota, name),
        "fi",
        "set +e",
        marked.each("echo $p > $root/" + name + "/cgroup.procs"));
  }

  /** Sets the processes free and removes the group, if it is there. */
  String remove() {
    return String.join(
        "\n",
        find(),
        "g=$root/" + name,
        "[ -d $g ] || exit 0",
        "i=0",
        "until rmdir $g 2>/dev/null; do",
        "  for p in $(cat $g/cgroup.procs); do echo $p > $root/cgroup.procs; done 2>/dev/null",
        "  i=$((i+1)); [ $i -lt 50 ] || exit 9; sleep 0.1",
        "done");
  }
}
