package dev.ordeal.checkers.activity;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.verdict.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What became of client programs, of answers that were none, and of calls that were not answered in
 * time. Each leaves the outcome of a call unknown, which no verdict rests on, but who wrote the
 * client wants to know.
 */
final class ClientTroubles {
  private static final Pattern ENDED =
      Pattern.compile(" (?:ended with status (\\d+)|closed its output) (?:in|before) \\w+");

  private static final String TIMEOUT = "timeout";

  /** The class of what clients throw when an answer is none to their call. */
  private static final String UNEXPECTED = "UnexpectedAnswerException";

  private final Map<String, Long> ends = new TreeMap<>();
  private long late;
  private long unexpected;
  private String firstUnexpected = "";

  /** Counts what the error of an operation says. */
  void count(Operation operation) {
    String error = operation.completion().map(Event::error).orElse("");
    if (error.equals(TIMEOUT)) {
      late++;
    }
    if (error.startsWith(UNEXPECTED)) {
      firstUnexpected = unexpected++ == 0 ? error.substring(UNEXPECTED.length()) : firstUnexpected;
    }
    Matcher ended = ENDED.matcher(error);
    if (ended.find()) {
      String status = ended.group(1);
      ends.merge(status == null ? "output closed" : "exit status " + status, 1L, Long::sum);
    }
  }

  /** A sentence each; calls that were late alone are said by their outcomes. */
  List<String> warnings() {
    return Stream.of(unexpectedAnswers(), endedPrograms()).flatMap(List::stream).toList();
  }

  private List<String> unexpectedAnswers() {
    return unexpected == 0
        ? List.of()
        : List.of(
            "%s cannot be what was asked for and count%s as unknown outcomes; the first%s"
                .formatted(
                    Count.of(unexpected, "answer"), unexpected == 1 ? "s" : "", firstUnexpected));
  }

  private List<String> endedPrograms() {
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
        "client programs ended %s (%s)%s"
            .formatted(Count.of(all, "time"), String.join(", ", kinds), calls));
  }

  /** How often, for programs. */
  void addTo(Map<String, Object> facts) {
    if (!ends.isEmpty()) {
      facts.put("client-ends", Map.copyOf(ends));
    }
    if (unexpected > 0) {
      facts.put("unexpected-answers", unexpected);
    }
    if (late > 0) {
      facts.put("not-in-time", late);
    }
  }
}
