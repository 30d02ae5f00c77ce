package dev.ordeal.harness.cli.bisect;

import java.util.List;

/** What a bisection wants next, or how it ended. Versions are named by their places from 0. */
public sealed interface Step {
  /**
   * One more replay.
   *
   * @param decided which replay of this version that decides something it would be
   * @param of after how many without the anomaly the version counts as one without it; 0 if that is
   *     not known yet
   */
  record Replay(int version, int decided, int of) implements Step {}

  /**
   * The end: from this version on the anomaly is there, or is gone.
   *
   * @param before the version before it, which is otherwise
   * @param isMended whether it is gone
   * @param sure how probable that is, from 0 to 1
   */
  record Found(int first, int before, boolean isMended, double sure) implements Step {}

  /**
   * The end without an answer.
   *
   * @param reason why, for people
   * @param candidates versions of which one is the answer; empty if any may be
   * @param isMissing whether that is because versions were not available
   */
  record Open(String reason, List<Integer> candidates, boolean isMissing) implements Step {
    public Open {
      candidates = List.copyOf(candidates);
    }
  }
}
