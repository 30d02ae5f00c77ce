package dev.ordeal.targets;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Not everything could be ended or undone, mostly because a machine is out of reach. What is left
 * is in the fault journal; {@code ordeal heal} goes on from there.
 */
public final class LeftBehindException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problems what went wrong, at least one; the same is told once
   */
  public LeftBehindException(List<Exception> problems) {
    super(
        problems.stream()
            .map(problem -> Objects.toString(problem.getMessage(), problem.toString()))
            .distinct()
            .collect(Collectors.joining("; ")),
        problems.getFirst());
  }
}
