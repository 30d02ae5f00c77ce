package dev.ordeal.targets.host;

/**
 * Shell commands about the processes of a node, which carry an assignment in their environment
 * whatever became of their parents.
 */
public final class Marked {
  /** The variable. */
  public static final String VARIABLE = "ORDEAL_RUN";

  private static final int DEATH_PATIENCE_TENTHS = 100;

  private final String mark;

  public Marked(String runId, String node) {
    this.mark = runId + "/" + node;
  }

  /**
   * Starts a command as a daemon that nothing ties to this connection, and waits until it bears the
   * mark, or has ended: who looks for it afterwards must not come too early.
   *
   * @param command a line for {@code sh}
   */
  public String start(String folder, String command) {
    String assignment = Shell.quoted(VARIABLE + "=" + mark);
    return String.join(
        "\n",
        "cd " + Shell.quoted(folder) + " || exit 1",
        "%s=%s setsid sh -c %s >>node.log 2>&1 </dev/null &"
            .formatted(VARIABLE, Shell.quoted(mark), Shell.quoted("exec " + command)),
        "p=$! i=0",
        "while kill -0 $p 2>/dev/null && ! grep -qzxF %s /proc/$p/environ 2>/dev/null; do"
            .formatted(assignment),
        "  i=$((i+1)); [ $i -lt %d ] || exit 9; sleep 0.02".formatted(5 * DEATH_PATIENCE_TENTHS),
        "done",
        "true");
  }

  /** Sends a signal to every process. */
  String signal(String name) {
    return each("kill -" + name + " $p");
  }

  /**
   * Does something for every process.
   *
   * @param command in which {@code $p} is its number; whether it ends well does not matter
   */
  String each(String command) {
    return "for e in $(%s); do p=${e#/proc/}; p=${p%%/environ}; %s 2>/dev/null; done; true"
        .formatted(list(), command);
  }

  /** Prints the number of one of them. */
  String first() {
    return list() + " | head -n 1 | cut -d / -f 3";
  }

  /**
   * Ends well iff there is one.
   *
   * <p>Looks twice: a process that becomes another program just then has no environment at all for
   * an instant.
   */
  String isThere() {
    String some = "test -n \"$(" + list() + ")\"";
    return "{ " + some + " || { sleep 0.1; " + some + "; }; }";
  }

  /** Kills every process and waits until none is left. */
  public String kill() {
    return "i=0; while %s; do %s; i=$((i+1)); [ $i -lt %d ] || exit 9; sleep 0.1; done"
        .formatted(isThere(), signal("KILL"), DEATH_PATIENCE_TENTHS);
  }

  /** Asks every process to end and waits, a while. */
  String stop(int tenths) {
    return "%s; i=0; while %s && [ $i -lt %d ]; do i=$((i+1)); sleep 0.1; done; true"
        .formatted(signal("TERM"), isThere(), tenths);
  }

  private String list() {
    return "grep -lzxF %s /proc/[0-9]*/environ 2>/dev/null"
        .formatted(Shell.quoted(VARIABLE + "=" + mark));
  }
}
