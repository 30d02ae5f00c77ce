package dev.ordeal.checkers.made;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Verdict;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Small histories as other checkers read them, and beside them what is right: {@code
 * histories.jsonl}, in which an empty line ends a history, and {@code ours.tsv} with a row for each
 * history and level: number, level, Ordeal's verdict, the definition's, size, and the history in
 * one line.
 *
 * <p>Not thread-safe.
 */
public final class PeerFiles implements AutoCloseable {
  private final BufferedWriter histories;
  private final BufferedWriter ours;
  private long number = -1;

  /** Writes into a folder that exists. */
  public PeerFiles(Path folder) throws IOException {
    histories = writer(folder.resolve("histories.jsonl"));
    ours = writer(folder.resolve("ours.tsv"));
  }

  private static BufferedWriter writer(Path path) throws IOException {
    return Files.newBufferedWriter(path, StandardCharsets.UTF_8);
  }

  /** Adds a history; what {@link #answer} adds is of the last one. */
  public void history(History history) throws IOException {
    number++;
    for (Event event : history.events()) {
      histories.write(line(event));
    }
    histories.write('\n');
  }

  /**
   * Adds Ordeal's verdict on a level, and whether the definition says that the history keeps it.
   */
  public void answer(String level, Verdict verdict, boolean isKept, int size, String text)
      throws IOException {
    Verdict right = isKept ? Verdict.VALID : Verdict.INVALID;
    ours.write("%d\t%s\t%s\t%s\t%d\t%s\n".formatted(number, level, verdict, right, size, text));
  }

  private static String line(Event event) {
    return "{\"i\":%d,\"t\":%d,\"p\":%d,\"type\":\"%s\",\"f\":\"%s\",\"k\":%s,\"v\":%s}\n"
        .formatted(
            event.index(),
            event.index(),
            event.process(),
            event.type().name().toLowerCase(Locale.ROOT),
            event.function(),
            json(event.key()),
            json(event.value()));
  }

  private static String json(Value value) {
    return switch (value) {
      case Value.Nil nil -> "null";
      case Value.Text text -> '"' + text.value() + '"';
      case Value.Seq seq ->
          seq.items().stream().map(PeerFiles::json).collect(Collectors.joining(",", "[", "]"));
      default -> value.toString();
    };
  }

  @Override
  public void close() throws IOException {
    histories.close();
    ours.close();
  }
}
