package dev.ordeal.checkers.activity;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of client programs and of calls that they did not answer in time. Each leaves the
 * outcome of a call unknown, which no verdict rests on, but who wrote the client wants to know.
 */
final class ClientTroubles {
  private static final Pattern ENDED =
      Pattern.compile(" (?:ended with status (\\d+)|closed its output) (?:in|before) \\w+");

  private static final String TIMEOUT = "timeout";

  private final Map<String, Long> ends = new TreeMap<>();
  private long late;

  /** Counts what the error of an operation says. */
  void count(Operation operation) {
    String error = operation.completion().map(Event::error).orElse("");
    if (error.equals(TIMEOUT)) {
      late++;
    }
    Matcher ended = ENDED.matcher(error);
    if (ended.find()) {
      String status = ended.group(1);
      ends.merge(status == null ? "output closed" : "exit status " + status, 1L, Long::sum);
    }
  }

  /** One sentence if a program ended; calls that were late alone are said by their outcomes. */
  List<String> warnings() {
    if (ends.isEmpty()) {
      return List.of();
    }
    long all = ends.values().stream().mapToLong(Long::longValue).sum();
    List<String> kinds = new ArrayList<>();
    ends.forEach((kind, count) -> kinds.add(ends.size() == 1 ? kind : count + " with " + kind));
    String calls =
        late == 0
            ? ""
            : ", %d call%s not answered in time".formatted(late, late == 1 ? " was" : "s were");
    return List.of(
        "client programs ended %d time%s (%s)%s"
            .formatted(all, all == 1 ? "" : "s", String.join(", ", kinds), calls));
  }

  /** How often, for programs. */
  void addTo(Map<String, Object> facts) {
    if (!ends.isEmpty()) {
      facts.put("client-ends", Map.copyOf(ends));
    }
    if (late > 0) {
      facts.put("not-in-time", late);
    }
  }
}
