package dev.ordeal.harness.cli.check;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where in a file the operation is that does not fit what is asked. */
final class MisfitPlace {
  /** How checkers name it. */
  private static final Pattern NAMED = Pattern.compile("(?:operation |#|\\bT)(\\d+)");

  private static final Pattern PREFIX =
      Pattern.compile("^the history does not fit the checker: (?:operation (?:#|T)?\\d+: )?");

  private MisfitPlace() {}

  /**
   * The line, from 1, of the event that a reason speaks of first: that of the end of the call where
   * it is about what was returned. Empty if none is named, or if the file has not one event a line.
   */
  static OptionalLong line(Path file, History history, String reason) {
    Matcher named = NAMED.matcher(reason);
    if (!named.find() || !Files.isRegularFile(file)) {
      return OptionalLong.empty();
    }
    long index = Long.parseLong(named.group(1));
    boolean isReturned = reason.startsWith(" returned ", named.end());
    List<Event> events = history.events();
    int begun =
        IntStream.range(0, events.size())
            .filter(i -> events.get(i).index() == index)
            .findFirst()
            .orElse(-1);
    int place =
        begun < 0 || !isReturned
            ? begun
            : IntStream.range(begun + 1, events.size())
                .filter(i -> events.get(i).process() == events.get(begun).process())
                .findFirst()
                .orElse(begun);
    try (Stream<String> lines = Files.lines(file)) {
      int[] filled = filled(lines);
      return place >= 0 && filled.length == events.size()
          ? OptionalLong.of(filled[place])
          : OptionalLong.empty();
    } catch (IOException | UncheckedIOException unreadable) {
      // It is packed, or is no text in UTF-8.
      return OptionalLong.empty();
    }
  }

  /** A reason for people who are told the line. */
  static String withoutPlace(String reason) {
    return PREFIX.matcher(reason).replaceFirst("");
  }

  /** The numbers, from 1, of lines that are not blank. */
  private static int[] filled(Stream<String> lines) {
    PrimitiveIterator.OfInt numbers = IntStream.iterate(1, i -> i + 1).iterator();
    return lines
        .mapToInt(line -> line.isBlank() ? -numbers.nextInt() : numbers.nextInt())
        .filter(number -> number > 0)
        .toArray();
  }
}
