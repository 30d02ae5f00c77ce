package dev.ordeal.targets.ability;

/**
 * A process of a node as {@code /proc} shows it.
 *
 * @param pid its number, in the namespace of the node's machine
 * @param state {@code R}, {@code S}, {@code D}, {@code T}, …; see proc_pid_stat(5); {@code E} if
 *     the kernel is ending it
 * @param name its command's name
 */
public record NodeProcess(long pid, char state, String name) {
  /** Whether it was stopped by a signal, or is traced. */
  public boolean isStopped() {
    return state == 'T' || state == 't';
  }

  @Override
  public String toString() {
    return "%d %s (%s)".formatted(pid, name, state);
  }
}
