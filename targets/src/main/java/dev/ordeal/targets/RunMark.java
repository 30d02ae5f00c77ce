package dev.ordeal.targets;

/** How what a run made can be told from everything else. */
public final class RunMark {
  /** The environment variable of a node's processes: the run's id, a slash, and the node's name. */
  public static final String VARIABLE = "ORDEAL_RUN";

  private RunMark() {}

  /**
   * Eight letters and digits that tell what was made for one run from what was made for others,
   * where a name has to be short.
   */
  public static String tag(String runId) {
    return "%08x".formatted(runId.hashCode());
  }
}
