package dev.ordeal.harness.cli.replay;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How one replay ended.
 *
 * @param end in which way
 * @param anomalies what it found, the gravest first
 * @param folder the replay's run folder; empty if it made none
 * @param reproduce the command that runs it again; empty if it was not invalid
 * @param seconds from its start to its verdict
 * @param operations how many there were
 * @param faults how many of them held
 * @param reason why there is no verdict; else empty
 */
public record Replayed(
    End end,
    List<String> anomalies,
    String folder,
    String reproduce,
    double seconds,
    long operations,
    long faults,
    String reason) {
  /** Ways in which a replay ends. */
  public enum End {
    INVALID,
    VALID,
    /** It came to its end and nothing was decided, or Ordeal itself failed. */
    UNKNOWN,
    /** The environment or the target is not there. */
    UNAVAILABLE,
    /** An option or the run folder is wrong. */
    REFUSED,
    INTERRUPTED
  }

  /** Any anomaly, in place of a name. */
  public static final String ANY = "any";

  public Replayed {
    anomalies = List.copyOf(anomalies);
  }

  /** One that did not come to a verdict. */
  public static Replayed without(End end, String reason) {
    return new Replayed(end, List.of(), "", "", 0, 0, 0, reason);
  }

  /**
   * Of what {@code ordeal replay --json} printed.
   *
   * @param document with one run
   */
  static Replayed of(JsonNode document) {
    JsonNode run = document.path("runs").path(0);
    JsonNode valid = run.path("valid");
    End end = valid.isBoolean() ? (valid.asBoolean() ? End.VALID : End.INVALID) : End.UNKNOWN;
    return new Replayed(
        end,
        run.path("anomalies").valueStream().map(name -> name.asString("")).toList(),
        run.path("run").asString(""),
        document.path("reproduce").asString(""),
        run.path("seconds").asDouble(0),
        run.path("operations").asLong(0),
        run.path("faults-held").asLong(0),
        end == End.UNKNOWN ? run.path("reason").asString("not decided") : "");
  }

  /** Whether it was invalid with an anomaly, by its name or {@link #ANY}. */
  public boolean shows(String anomaly) {
    return end == End.INVALID && (anomaly.equals(ANY) || anomalies.contains(anomaly));
  }
}
