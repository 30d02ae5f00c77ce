package dev.ordeal.targets.host;

import dev.ordeal.targets.Machine;
import dev.ordeal.targets.disk.DiskServer;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.jvm.JavaCommand;
import dev.ordeal.targets.shell.Shell;
import java.nio.file.Path;
import java.util.List;

/**
 * Commands for {@code sh} that put a {@link DiskServer} over a folder, tell it what to do, and take
 * it away again; the folder's files are there before and after.
 *
 * @param folder the folder, on its node's machine
 */
record FaultyDisk(Path folder) {
  /** Prints why there can be none, and nothing if there can be. */
  static final String PROBLEM =
      "if [ \"$(uname)\" != Linux ]; then echo 'disks that fail need Linux';"
          + " elif [ \"$(id -u)\" != 0 ] && ! { "
          + OwnMounts.MAKE
          + " nsenter --help; } >/dev/null 2>&1; then echo 'mounting a disk that fails needs root,"
          + " or a kernel that lets everybody have namespaces, and unshare and nsenter';"
          + " elif ! [ -e /dev/fuse ]; then echo 'there is no /dev/fuse: load the module fuse';"
          + " elif ! [ -w /dev/fuse ]; then echo '/dev/fuse is not for this user: let root do chmod"
          + " a+rw /dev/fuse, as udev does';"
          + " elif ! command -v mount >/dev/null; then echo 'there is no program mount'; fi";

  private static final int PATIENCE_TENTHS = 200;

  /**
   * The program that serves it; it stays until it is killed or unmounted.
   *
   * @param prefix what its command begins with, if anything
   */
  String serve(Machine machine, String prefix) {
    String server =
        Shell.line(JavaCommand.of(machine, DiskServer.class, List.of("-Xmx256m"), List.of()));
    String script =
        "cd %s && exec 3<>/dev/fuse && mount -i -t fuse -o %s ordeal-disk %s && exec %s <&3 >&3"
            .formatted(
                quoted(),
                "fd=3,rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions",
                quoted(),
                server);
    return "%s sh -c %s".formatted(prefix, Shell.quoted(script)).strip();
  }

  /**
   * Waits until it is served.
   *
   * @param enter what a command begins with that is run where it is seen
   */
  String await(String enter) {
    return ("i=0; until %s test -e %s 2>/dev/null; do"
            + " i=$((i+1)); [ $i -lt %d ] || exit 9; sleep 0.1; done")
        .formatted(enter, control(), PATIENCE_TENTHS);
  }

  /** Says what is wrong with it because of a fault. */
  String tell(String fault, DiskTrouble trouble) {
    return "echo %s > %s".formatted(Shell.quoted(fault + " " + trouble.text()), control());
  }

  /** Prints what is wrong with it. */
  String show() {
    return "cat " + control();
  }

  /** Ends what is wrong with it because of a fault, if it is still there. */
  String restore(String fault) {
    return whereMounted(
        "if [ -e %s ]; then %s; fi".formatted(control(), tell(fault, DiskTrouble.NONE)));
  }

  /** Takes it away, if it is still there. */
  String remove() {
    return whereMounted("umount -l %s || exit 1".formatted(quoted()));
  }

  /**
   * Carries out a command for each of Ordeal's disks that is mounted over the folder.
   *
   * <p>The kernel lists mounts with blanks, tabs, line feeds and backslashes of their paths in
   * octal, and some kernels also number signs. A path is compared whole, never as a pattern.
   */
  private String whereMounted(String command) {
    return String.join(
        "\n",
        "d=$(dirname %s); d=$(cd \"$d\" 2>/dev/null && pwd -P || echo \"$d\")".formatted(quoted()),
        "p=$(printf '%%s/%%s' \"$d\" \"$(basename %s)\"".formatted(quoted())
            + " | sed 's/\\\\/\\\\134/g; s/ /\\\\040/g; s/\\t/\\\\011/g')",
        "h=$(printf '%s' \"$p\" | sed 's/#/\\\\043/g')",
        "while read -r device place type rest; do",
        "  if [ \"$device $type\" = 'ordeal-disk fuse' ]"
            + " && { [ \"$place\" = \"$p\" ] || [ \"$place\" = \"$h\" ]; }; then",
        "    " + command,
        "  fi",
        "done < /proc/mounts");
  }

  private String control() {
    return Shell.quoted(folder.resolve(DiskServer.CONTROL).toString());
  }

  private String quoted() {
    return Shell.quoted(folder.toString());
  }
}
