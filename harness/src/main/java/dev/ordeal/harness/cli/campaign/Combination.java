package dev.ordeal.harness.cli.campaign;

import dev.ordeal.harness.campaign.Seeds;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.replay.RunWords;
import dev.ordeal.targets.yaml.document.Where;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A target with options of {@code ordeal run}, of which one run a seed is made.
 *
 * @param words without seeds
 * @param places where a file says each option, by its long name; empty on a command line
 * @param where the file has it; empty on a command line
 * @param priority those of the greatest are made first
 */
public record Combination(
    RunWords words, Seeds seeds, int priority, Optional<Where> where, Map<String, Where> places) {
  private static final Pattern UNKNOWN = Pattern.compile("^.{0,60}nknown (\\w+) '");

  /** One of a command line. */
  public static Combination given(RunWords words, Seeds seeds) {
    return new Combination(words, seeds, 0, Optional.empty(), Map.of());
  }

  /** The same with other seeds. */
  public Combination with(Seeds other) {
    return new Combination(words, other, priority, where, places);
  }

  /** A problem with one of its options, with the file and line where there are any. */
  UsageException problem(String message) {
    Optional<Where> place = place(message).or(() -> where);
    return new UsageException(place.map(at -> at.problem(message).getMessage()).orElse(message));
  }

  /** Where the option is that a message names, as {@code --bug x} or {@code Unknown bug 'x'}. */
  private Optional<Where> place(String message) {
    Matcher unknown = UNKNOWN.matcher(message);
    String kind = unknown.find() ? "--" + unknown.group(1) : "";
    return places.keySet().stream()
        .filter(
            name ->
                Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                        .matcher(message)
                        .find()
                    || (!kind.isEmpty() && name.startsWith(kind)))
        .findFirst()
        .map(places::get);
  }
}
