package dev.ordeal.targets.kernel;

import dev.ordeal.targets.RunMark;
import dev.ordeal.targets.ability.NodeProcess;
import dev.ordeal.targets.shell.Shell;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shell commands about the processes of a node.
 *
 * <p>Programs overwrite their environment with their title, make themselves daemons, change their
 * user, and lose their parent. So a process belongs to a node by what it cannot change:
 *
 * <ul>
 *   <li>It is in the node's control group (version 1 or 2; needs root).
 *   <li>It descends from the first process of the node's container, and Ordeal did not start it for
 *       itself. Inside a container groups cannot be made, and root may not read the environment of
 *       other users' processes.
 *   <li>Where there is neither: it inherited the node's mark, an open file without a name. Only a
 *       program that closes files which it did not open, and is a daemon, is not found so.
 * </ul>
 *
 * <p>It also belongs to the node if its environment holds the node's assignment, or if its parent
 * or the leader of its session belongs to it. Needs {@code /proc}.
 */
public final class MarkedProcesses {
  /** The variable. */
  public static final String VARIABLE = RunMark.VARIABLE;

  /** The variable of a container's first process; its value is the node's mark. */
  public static final String CONTAINER = "ORDEAL_CONTAINER";

  /** The variable of processes in a node's container that Ordeal starts for itself. */
  public static final String HELPER = "ORDEAL_HELPER";

  /** The ending of the file that is a mark. */
  private static final String MARK = ".mark";

  private static final int DEATH_PATIENCE_TENTHS = 100;

  private static final int STOP_ATTEMPTS = 40;

  /** How often processes that wait in the kernel are given the time to be stopped by themselves. */
  private static final int STOPS_BEFORE_GOING_ON = 4;

  /** Hierarchies for groups that only hold members; {@link ControlGroup} limits in others. */
  private static final List<String> HIERARCHIES =
      List.of("/sys/fs/cgroup/pids", "/sys/fs/cgroup/freezer", "/sys/fs/cgroup");

  /**
   * Adds to some numbers of processes, and to the descendants of the first processes of containers
   * but helpers, those whose parent or session leader is among them, and prints number, state and
   * name of each that is not a zombie; E is the state of one that the kernel is ending
   * (PF_EXITING). A name may hold spaces and parentheses.
   */
  private static final String CLOSURE =
      """
      { line = $0
        if (!sub(/^.*\\) /, "", line)) next
        split(line, f, " ")
        open = index($0, "(")
        name[$1] = substr($0, open + 1, length($0) - length(line) - open - 2)
        state[$1] = f[1]; parent[$1] = f[2]; session[$1] = f[4]
        if (f[1] !~ /[ZX]/ && int(f[7] / 4) % 2 == 1) state[$1] = "E" }
      END {
        n = split(firsts, s, " ")
        for (i = 1; i <= n; i++) inside[s[i]] = 1
        do {
          more = 0
          for (p in state) if (!(p in inside) && (parent[p] in inside)) { inside[p] = 1; more = 1 }
        } while (more)
        for (i = 1; i <= n; i++) delete inside[s[i]]
        n = split(helpers, s, " ")
        for (i = 1; i <= n; i++) delete inside[s[i]]
        for (p in inside) own[p] = 1
        n = split(seeds, s, " ")
        for (i = 1; i <= n; i++) if (s[i] in state) own[s[i]] = 1
        do {
          more = 0
          for (p in state)
            if (!(p in own) && ((parent[p] in own) || (session[p] in own))) { own[p] = 1; more = 1 }
        } while (more)
        for (p in own) if (state[p] !~ /[ZX]/) print p, state[p], name[p]
      }\
      """;

  private static final int REMOVAL_ATTEMPTS = 100;
  private static final Pattern LINE = Pattern.compile("([0-9]+) (\\S) (.*)");

  private final String mark;
  private final String group;

  /**
   * @param runId tells the run's processes from those of others
   * @param node the node's name
   */
  public MarkedProcesses(String runId, String node) {
    this.mark = runId + "/" + node;
    this.group = "ordeal-" + RunMark.tag(runId) + "-" + node;
  }

  /** What the environment of the node's first process has to hold for {@link #VARIABLE}. */
  public String mark() {
    return mark;
  }

  /**
   * Puts the shell that runs it into the node's control group, or gives it the node's mark where
   * groups cannot be made; what it becomes or starts inherits either.
   */
  public String join() {
    String file = group + MARK;
    return "for r in %s; do [ -e $r/cgroup.procs ]".formatted(String.join(" ", HIERARCHIES))
        + " && mkdir -p $r/%1$s && echo $$ > $r/%1$s/cgroup.procs".formatted(group)
        + " && break; done 2>/dev/null"
        + " || { { true >%1$s; } 2>/dev/null && exec 9>%1$s && rm -f %1$s; }".formatted(file);
  }

  /**
   * Starts a command as a daemon that nothing ties to this connection, and waits until the shell
   * that becomes it belongs to the node, or has ended: a look at the node's processes must not come
   * too early. A shell that does not belong to the node waits for it and leaves its exit status in
   * the folder, in {@code NAME.exit}; what the command prints is in {@code NAME.log}.
   *
   * @param name of the files, so that two programs of one folder do not overwrite each other's
   * @param command a line for {@code sh}
   */
  public String start(String folder, String name, String command) {
    // Before the command, which may overwrite its environment or become another user's at once.
    String begun = join() + "; true >%s.begun; exec ".formatted(name) + command;
    String node =
        "unset %s; %s=%s setsid sh -c %s &"
            .formatted(HELPER, VARIABLE, Shell.quoted(mark), Shell.quoted(begun));
    String waiting = node + " echo $! >%1$s.pid; wait $!; echo $? >%1$s.exit".formatted(name);
    return String.join(
        "\n",
        "cd " + Shell.quoted(folder) + " || exit 1",
        "rm -f %1$s.pid %1$s.exit %1$s.begun".formatted(name),
        "setsid sh -c %s >>%s.log 2>&1 </dev/null &".formatted(Shell.quoted(waiting), name),
        "i=0",
        "while ! read -r p 2>/dev/null <%s.pid; do".formatted(name),
        "  i=$((i+1)); [ $i -lt %d ] || exit 9; sleep 0.02".formatted(5 * DEATH_PATIENCE_TENTHS),
        "done",
        "while kill -0 $p 2>/dev/null && ! [ -e %s.begun ]; do".formatted(name),
        "  i=$((i+1)); [ $i -lt %d ] || exit 9; sleep 0.02".formatted(5 * DEATH_PATIENCE_TENTHS),
        "done",
        "true");
  }

  /**
   * Prints the exit status of what {@link #start} started, and for how many seconds it is known.
   */
  public static String exitStatus(String folder, String name) {
    String file = Shell.quoted(folder + "/" + name + ".exit");
    return "[ ! -s %1$s ] || echo $(cat %1$s) $(($(date +%%s) - $(stat -c %%Y %1$s)))"
        .formatted(file);
  }

  /** Sends a signal to every process. */
  String signal(String name) {
    return each("kill -" + name + " $p");
  }

  /**
   * Stops every process, those too that start meanwhile.
   *
   * <p>A process that starts another by vfork waits for it without being stopped itself (state D),
   * until the other becomes its program; one that was stopped on the way there has to go on first.
   */
  public String pause() {
    String running = list() + " | grep -qv '^[0-9]* [Tt] '";
    String waiting = list() + " | grep -q '^[0-9]* D '";
    String stop = signal("STOP");
    String goOn =
        "if [ $((i%%%d)) -eq 0 ] && %s; then %s; sleep 0.01; fi"
            .formatted(STOPS_BEFORE_GOING_ON, waiting, signal("CONT"));
    return "i=0; %s; while %s && [ $i -lt %d ]; do i=$((i+1)); %s; %s; sleep 0.05; done; true"
        .formatted(stop, running, STOP_ATTEMPTS, goOn, stop);
  }

  /** Lets every process go on. */
  public String resume() {
    return signal("CONT");
  }

  /** Lets every process go on, and ends well when none is stopped any more. */
  public String resumeAll() {
    String stopped = list() + " | grep -q '^[0-9]* T '";
    String still = "{ echo 'stopped after SIGCONT:' $(" + list() + "); exit 9; }";
    return "i=0; %s; while %s; do i=$((i+1)); [ $i -lt %d ] || %s; sleep 0.05; %s; done; true"
        .formatted(resume(), stopped, STOP_ATTEMPTS, still, resume());
  }

  /**
   * Does something for every process.
   *
   * @param command in which {@code $p} is its number; whether it ends well does not matter
   */
  String each(String command) {
    return "%s | while read -r p rest; do %s 2>/dev/null; done; true".formatted(list(), command);
  }

  /** Prints the number of one of them. */
  public String first() {
    return list() + " | head -n 1 | cut -d ' ' -f 1";
  }

  /**
   * Ends well iff there is one.
   *
   * <p>Looks twice: a process that becomes another program just then has no environment at all for
   * an instant.
   */
  public String isThere() {
    String some = "test -n \"$(" + list() + ")\"";
    return "{ " + some + " || { sleep 0.1; " + some + "; }; }";
  }

  /** Ends well iff there is one that is not just ending; looks twice, as {@link #isThere} does. */
  public String lives() {
    String some = list() + " | grep -q '^[0-9]* [^E] '";
    return "{ " + some + " || { sleep 0.1; " + some + "; }; }";
  }

  /** Kills every process, waits until none is left, and removes the group. */
  public String kill() {
    String alive = "{ echo 'alive after SIGKILL:' $(" + list() + "); exit 9; }";
    return "i=0; while %s; do %s; i=$((i+1)); [ $i -lt %d ] || %s; sleep 0.1; done; %s"
        .formatted(isThere(), signal("KILL"), DEATH_PATIENCE_TENTHS, alive, removeGroup());
  }

  /** Asks every process to end and waits, a while. */
  public String stop(int tenths) {
    return "%s; i=0; while %s && [ $i -lt %d ]; do i=$((i+1)); sleep 0.1; done; true"
        .formatted(signal("TERM"), isThere(), tenths);
  }

  /**
   * Prints a word if the node lives; else ends what is left of it: one that is just ending, as
   * after the kernel has taken its memory, still holds its ports.
   */
  public String killUnlessLives() {
    return "if %s; then echo lives; else %s; fi".formatted(lives(), kill());
  }

  /** A process that is dead for others stays in its group until the last of its threads is gone. */
  private String removeGroup() {
    String one =
        ("i=0; while [ -d $r/%1$s ] && [ $i -lt %2$d ]; do i=$((i+1)); rmdir $r/%1$s/*/ $r/%1$s;"
                + " [ ! -d $r/%1$s ] || sleep 0.02; done")
            .formatted(group, REMOVAL_ATTEMPTS);
    return "for r in %s; do %s; done 2>/dev/null; true"
        .formatted(String.join(" ", HIERARCHIES), one);
  }

  /** Prints a line for each process: its number, its state as in {@code /proc}, its name. */
  public String list() {
    StringBuilder members = new StringBuilder();
    for (String root : HIERARCHIES) {
      members.append(" %1$s/%2$s/cgroup.procs %1$s/%2$s/*/cgroup.procs".formatted(root, group));
    }
    // Where all controllers share one hierarchy, a limit takes processes out of the group.
    members.append(" /sys/fs/cgroup/%s-*/cgroup.procs".formatted(group));
    String environs = "/proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3";
    return String.join(
        "\n",
        "{ m=$(grep -lzxF %s %s)".formatted(Shell.quoted(VARIABLE + "=" + mark), environs),
        "g=$(cat%s 2>/dev/null)".formatted(members),
        "f= h=",
        "if [ -z \"$g\" ]; then",
        "  m=\"$m $(find /proc/[0-9]*/fd -lname '*/%s%s (deleted)' 2>/dev/null | cut -d / -f 3)\""
            .formatted(group, MARK),
        "  for p in $(grep -lzxF %s %s); do"
            .formatted(Shell.quoted(CONTAINER + "=" + mark), environs),
        // Whatever is executed in a container has its environment, too.
        "    grep -q '^NSpid:.*[[:space:]]1$' /proc/$p/status 2>/dev/null && f=\"$f $p\"",
        "  done",
        "  [ -z \"$f\" ] || h=$(grep -lzE '^(%s|%s)=' %s)".formatted(HELPER, VARIABLE, environs),
        "fi",
        "m=$(echo $m $g) f=$(echo $f) h=$(echo $h)",
        "[ -z \"$m$f\" ] || cat /proc/[0-9]*/stat 2>/dev/null"
            + " | awk -v seeds=\"$m\" -v firsts=\"$f\" -v helpers=\"$h\" %s | sort -n; }"
                .formatted(Shell.quoted(CLOSURE)));
  }

  /** Reads what {@link #list} printed. */
  public static List<NodeProcess> read(String listed) {
    return listed
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(m -> new NodeProcess(Long.parseLong(m.group(1)), m.group(2).charAt(0), m.group(3)))
        .toList();
  }
}
