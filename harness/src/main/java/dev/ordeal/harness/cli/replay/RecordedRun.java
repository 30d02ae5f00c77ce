package dev.ordeal.harness.cli.replay;

import dev.ordeal.harness.cli.option.PathOptions;
import dev.ordeal.harness.cli.option.ShortText;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.run.RunSeal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A saved run, as far as it says how to run it again.
 *
 * <p>The folder may come from anywhere. Nothing in it is executed. What its command names outside
 * of Ordeal (files, programs, machines, settings of targets) is used only if this user recorded the
 * command, or says so.
 *
 * @param words what {@code ordeal run} was given
 * @param isOwn whether this user recorded it, and nobody changed it
 * @param facts what was found; without a verdict if there is none
 */
public record RecordedRun(
    RunFolder folder, RunInfo info, RunWords words, boolean isOwn, RunFacts facts) {
  /** The option of {@code ordeal run} that takes faults from a file. */
  public static final String OPTION_SCHEDULE = "--schedule";

  private static final String SCHEDULE = "schedule.yml";
  private static final int SHOWN_MAX = 40;

  /** Options that name nothing but what Ordeal itself brings. */
  private static final Set<String> HARMLESS =
      Set.of(
          "--workload",
          "--consistency",
          "--steady-state",
          "--abort-unless",
          "--blast-radius",
          "--faults",
          OPTION_SCHEDULE,
          "--nodes",
          "--concurrency",
          "--rate",
          "--time-limit",
          "--warm-up",
          "--operation-timeout",
          "--recovery-time",
          "--log-pattern",
          "--ignore-log",
          "--environment",
          "--bug",
          "--seed");

  /** Options that name something registered, or a class. */
  private static final Set<String> NAMES = Set.of("--workload", "--faults", "--environment");

  /**
   * Opens a run folder.
   *
   * @param run the command line of {@code ordeal run}
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws UsageException if it does not say how to run it again, or was not of {@code ordeal run}
   */
  public static RecordedRun open(Path path, CommandLine run) throws IOException {
    RunFolder folder = RunFolder.open(path);
    RunInfo info = info(folder, path);
    if (info.state() != null && info.state().equals("running") && !info.isAbandoned()) {
      throw new UsageException(
          "%s is still running (process %d): replay it once it has ended"
              .formatted(path, info.control().pid()));
    }
    return new RecordedRun(
        folder,
        info,
        words(path, info, run),
        RunSeal.ofUser().isOwn(info),
        RunFacts.of(folder.verdict()));
  }

  private static RunInfo info(RunFolder folder, Path path) {
    if (!Files.isRegularFile(folder.path().resolve("run.json"))) {
      throw new UsageException(
          path + " has no run.json, which says how it was run: ordeal check judges it, no more");
    }
    try {
      RunInfo info = folder.info();
      if (info != null) {
        return info;
      }
    } catch (IOException damaged) {
      throw new UsageException(
          "%s/run.json is damaged: how it was run is not known; ordeal check judges it"
              .formatted(path));
    }
    throw new UsageException(path + "/run.json is empty: how it was run is not known");
  }

  private static RunWords words(Path path, RunInfo info, CommandLine run) {
    List<String> words;
    try {
      String line = info.reproduce() == null ? "" : info.reproduce();
      // No word of a command line and no path can hold a NUL.
      words = (line + info.directory()).indexOf('\0') >= 0 ? List.of() : ShellWords.of(line);
    } catch (IllegalArgumentException damaged) {
      words = List.of();
    }
    if (words.size() < 2) {
      throw new UsageException(
          "%s/run.json does not say by which command it was run: start it by ordeal run"
              .formatted(path));
    }
    if (!words.get(1).equals("run")) {
      throw new UsageException(
          "%s is not of ordeal run; what made it: %s"
              .formatted(path, ShortText.of(String.join(" ", words.subList(1, words.size())), 80)));
    }
    try {
      return RunWords.of(run, words.subList(2, words.size()));
    } catch (ParameterException unknown) {
      throw new UsageException(
          "%s is of Ordeal %s, whose options this one does not know: %s"
              .formatted(
                  path,
                  info.versions().getOrDefault("ordeal", "?"),
                  ShortText.of(unknown.getMessage(), 80)));
    }
  }

  /**
   * What {@code ordeal run} is given to run it again.
   *
   * @param given options that replace recorded ones
   * @param isTrusted whether the user trusts what the folder names
   * @throws UsageException if that would use something that is not trusted, or not there
   */
  public RunWords again(RunWords given, boolean isTrusted) {
    RunWords kept = words.without(given);
    if (!isOwn && !isTrusted) {
      requireHarmless(kept);
    }
    requireNoSecrets(kept);
    Path directory =
        info.directory().isEmpty() ? Path.of("").toAbsolutePath() : Path.of(info.directory());
    RunWords here = words.in(directory);
    requireFiles(kept.in(directory));
    if (here.options().containsKey(OPTION_SCHEDULE)) {
      here = here.with(OPTION_SCHEDULE, schedule());
    }
    return here.with(given);
  }

  /** The schedule that was carried out, which has every seed. */
  public String schedule() {
    return folder.path().resolve(SCHEDULE).toString();
  }

  private void requireHarmless(RunWords kept) {
    List<String> foreign = new ArrayList<>();
    if (isForeignName(kept.target())) {
      foreign.add(kept.target());
    }
    kept.options()
        .forEach(
            (name, values) -> {
              boolean isNamed = NAMES.contains(name);
              if (!HARMLESS.contains(name)
                  || (isNamed && values.stream().anyMatch(RecordedRun::isForeignName))) {
                values.forEach(value -> foreign.add((name + " " + value).strip()));
              }
            });
    if (!foreign.isEmpty()) {
      throw new UsageException(
          ("Not recorded by this user here, and would use %s%s: look at run.json, then --trust, or"
                  + " give it yourself")
              .formatted(
                  ShortText.of(foreign.getFirst(), SHOWN_MAX),
                  foreign.size() == 1 ? "" : " and %d more".formatted(foreign.size() - 1)));
    }
  }

  /** A file or a class, which would be loaded. */
  private static boolean isForeignName(String name) {
    return PathOptions.isFile(name) || name.contains(".");
  }

  private static void requireNoSecrets(RunWords kept) {
    for (Map.Entry<String, List<String>> option : kept.options().entrySet()) {
      for (String value : option.getValue()) {
        if (value.contains(Redaction.REDACTED)) {
          String shown = ShortText.of(option.getKey() + " " + value, SHOWN_MAX);
          throw new UsageException(
              "%s: secrets are not recorded; give %s again".formatted(shown, option.getKey()));
        }
      }
    }
  }

  private static void requireFiles(RunWords kept) {
    if (PathOptions.isFile(kept.target()) && !Files.exists(Path.of(kept.target()))) {
      throw new UsageException(
          "The run's target %s is not there: give --target where it is now"
              .formatted(end(kept.target())));
    }
    Stream<String> paths =
        kept.options().getOrDefault("--path", List.of()).stream()
            .flatMap(value -> Stream.of(value.split(File.pathSeparator)));
    for (String path : paths.toList()) {
      if (!Files.exists(Path.of(path))) {
        throw new UsageException(
            "The run's --path %s is not there: give --path where it is now".formatted(end(path)));
      }
    }
  }

  /** What it was, for people: {@code brittle, register, 5 nodes, seed 42}. */
  public String describe() {
    String anomalies =
        facts.anomalies().isEmpty() ? "" : ", " + String.join(", ", facts.anomalies());
    // The command's seed is the one that is used, whatever else the file says.
    List<String> seeds = words.options().getOrDefault("--seed", List.of());
    return "%s, %s, %d nodes, seed %s; recorded: %s%s"
        .formatted(
            info.target(),
            info.workload(),
            info.nodes().size(),
            seeds.isEmpty() ? info.seed() : seeds.getLast(),
            facts.verdict().map(Enum::name).orElse("no verdict (" + info.state() + ")"),
            anomalies);
  }

  /** The end of a path says which one it is. */
  private static String end(String path) {
    int most = 100;
    return path.length() <= most ? path : "…" + path.substring(path.length() - most + 1);
  }
}
