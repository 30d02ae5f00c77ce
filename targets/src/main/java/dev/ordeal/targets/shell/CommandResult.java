package dev.ordeal.targets.shell;

/**
 * What a command on a host came to.
 *
 * @param status its exit status
 * @param output what it wrote, on standard output and on standard error
 */
public record CommandResult(int status, String output) {
  public boolean isGood() {
    return status == 0;
  }

  /** What a command that failed wrote, or its exit status if it wrote nothing. */
  public String failure() {
    return output.isBlank() ? "exit status " + status : output.strip();
  }
}
