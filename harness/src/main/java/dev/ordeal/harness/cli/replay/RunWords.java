package dev.ordeal.harness.cli.replay;

import dev.ordeal.harness.cli.option.PathOptions;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.LaunchedAs;
import dev.ordeal.results.run.RunInfo;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What {@code ordeal run} was given: its target, and the values of its options in order.
 *
 * @param target empty if none is named
 * @param options by their long names; an option without a value has one empty value
 */
public record RunWords(String target, Map<String, List<String>> options) {
  /** Nothing. */
  public static final RunWords NONE = new RunWords("", Map.of());

  private static final String SET = "--set";
  private static final Duration MORE_TIME = Duration.ofMinutes(15);
  private static final Set<String> OF_ENVIRONMENT =
      Set.of("--ssh", "--ssh-config", "--provision", "--image");

  public RunWords {
    options = new LinkedHashMap<>(options);
  }

  /**
   * Reads words as {@code ordeal run} does.
   *
   * @param run its command line
   * @param words without the command's name
   * @throws CommandLine.ParameterException if it does not know them
   */
  public static RunWords of(CommandLine run, List<String> words) {
    ParseResult parsed = run.parseArgs(words.toArray(String[]::new));
    String target =
        parsed.matchedPositionals().stream()
            .map(ArgSpec::originalStringValues)
            .flatMap(List::stream)
            .findFirst()
            .orElse("");
    return new RunWords(target, values(parsed.matchedOptions()));
  }

  /** The options among some that are of {@code ordeal run}, as another command was given them. */
  public static RunWords given(String target, ParseResult parsed, Collection<String> ofRun) {
    return new RunWords(
        target,
        values(parsed.matchedOptions().stream().filter(o -> ofRun.contains(name(o))).toList()));
  }

  private static Map<String, List<String>> values(List<OptionSpec> options) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (OptionSpec option : options) {
      boolean isFlag = option.arity().max() == 0;
      values.put(name(option), isFlag ? List.of("") : option.originalStringValues());
    }
    return values;
  }

  /** The options that a run's description has, which are all that have a value. */
  public static RunWords recorded(RunInfo info) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    info.options().forEach((name, value) -> options.put("--" + name, List.of(value)));
    return new RunWords("", options);
  }

  /** The first long name of an option. */
  public static String name(OptionSpec option) {
    return Stream.of(option.names())
        .filter(name -> name.startsWith("--"))
        .findFirst()
        .orElse(option.longestName());
  }

  /**
   * These with others in their place: values of an option replace all recorded ones, but those of
   * {@code --set} only what bears the same name.
   */
  public RunWords with(RunWords given) {
    Map<String, List<String>> all = new LinkedHashMap<>(options);
    if (given.options.containsKey("--schedule")) {
      all.remove("--faults");
    }
    if (given.options.containsKey("--faults")) {
      all.remove("--schedule");
    }
    if (given.options.containsKey("--environment")) {
      all.keySet().removeAll(OF_ENVIRONMENT);
    }
    given.options.forEach(
        (name, values) ->
            all.put(
                name,
                name.equals(SET) ? settings(all.getOrDefault(SET, List.of()), values) : values));
    return new RunWords(given.target.isEmpty() ? target : given.target, all);
  }

  private static List<String> settings(List<String> recorded, List<String> given) {
    Map<String, String> byName = new LinkedHashMap<>();
    Stream.concat(recorded.stream(), given.stream())
        .forEach(setting -> byName.put(setting.split("=", 2)[0], setting));
    return List.copyOf(byName.values());
  }

  /** One option with other values. */
  public RunWords with(String name, String value) {
    return with(new RunWords("", Map.of(name, List.of(value))));
  }

  /** These without what others replace. */
  public RunWords without(RunWords given) {
    Map<String, List<String>> left = new LinkedHashMap<>(options);
    left.keySet().retainAll(with(given).options.keySet());
    given.options.forEach(
        (name, values) -> {
          Set<String> names =
              values.stream().map(value -> value.split("=", 2)[0]).collect(Collectors.toSet());
          List<String> kept =
              name.equals(SET)
                  ? left.getOrDefault(SET, List.of()).stream()
                      .filter(setting -> !names.contains(setting.split("=", 2)[0]))
                      .toList()
                  : List.of();
          if (kept.isEmpty()) {
            left.remove(name);
          } else {
            left.put(name, kept);
          }
        });
    return new RunWords(given.target.isEmpty() ? target : "", left);
  }

  /** Relative paths as they were meant in a folder. */
  public RunWords in(Path directory) {
    Map<String, List<String>> all = new LinkedHashMap<>(options);
    all.computeIfPresent(
        "--path", (name, values) -> values.stream().map(value -> paths(directory, value)).toList());
    all.computeIfPresent(
        "--image",
        (name, values) ->
            values.stream().map(v -> v.startsWith(".") ? resolved(directory, v) : v).toList());
    boolean isFile = PathOptions.isFile(target);
    return new RunWords(isFile ? resolved(directory, target) : target, all);
  }

  private static String paths(Path directory, String value) {
    return Stream.of(value.split(File.pathSeparator))
        .map(entry -> resolved(directory, entry))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** A path that says the same here. */
  private static String resolved(Path directory, String path) {
    boolean isHere = directory.equals(Path.of("").toAbsolutePath());
    return isHere ? path : directory.resolve(path).normalize().toString();
  }

  /** The words after {@code ordeal run}. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    if (!target.isEmpty()) {
      words.add(target);
    }
    options.forEach(
        (name, values) ->
            values.forEach(
                value -> {
                  words.add(name);
                  if (!value.isEmpty()) {
                    words.add(value);
                  }
                }));
    return words;
  }

  /** How long one replay may take: as its options say, and a quarter of an hour more. */
  public Duration replayLimit() {
    Duration limit = MORE_TIME;
    for (String name : List.of("--time-limit", "--recovery-time", "--check-time")) {
      for (String value : options.getOrDefault(name, List.of())) {
        try {
          limit = limit.plus(Durations.parse(value));
        } catch (IllegalArgumentException refusedLater) {
          // The replay says what is wrong with it.
        }
      }
    }
    return limit;
  }

  /** What others change, an option a line: {@code --rate 50 (recorded: 200)}. */
  public List<String> changes(RunWords given) {
    List<String> changes = new ArrayList<>();
    if (!given.target.isEmpty() && !given.target.equals(target)) {
      changes.add("target %s (recorded: %s)".formatted(given.target, target));
    }
    given.options.forEach(
        (name, values) -> {
          List<String> recorded = options.getOrDefault(name, List.of());
          List<String> before = name.equals(SET) ? sameNames(recorded, values) : recorded;
          if (!before.equals(values)) {
            changes.add(
                "%s (recorded: %s)"
                    .formatted(
                        shown(name, values), before.isEmpty() ? "none" : String.join(" ", before)));
          }
        });
    return changes;
  }

  private static List<String> sameNames(List<String> recorded, List<String> given) {
    Set<String> names =
        given.stream().map(setting -> setting.split("=", 2)[0]).collect(Collectors.toSet());
    return recorded.stream().filter(setting -> names.contains(setting.split("=", 2)[0])).toList();
  }

  private static String shown(String name, List<String> values) {
    return values.stream()
        .map(value -> value.isEmpty() ? name : name + " " + LaunchedAs.quoted(value))
        .collect(Collectors.joining(" "));
  }
}
