package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.bisect.BisectReport;
import dev.ordeal.harness.cli.bisect.BisectSession;
import dev.ordeal.harness.cli.bisect.BisectState;
import dev.ordeal.harness.cli.bisect.Bisection;
import dev.ordeal.harness.cli.bisect.Step;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.OutFolder;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.replay.RecordedRun;
import dev.ordeal.harness.cli.replay.ReplayOptions;
import dev.ordeal.harness.cli.replay.ReplayProcess;
import dev.ordeal.harness.cli.replay.RunWords;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.targets.shell.Checksum;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ordeal bisect}. */
@Command(
    name = "bisect",
    description =
        "Finds the first version that shows the anomaly of a saved run, or the first that does not"
            + " any more, by replays. Options of ordeal run replace what was recorded; {} in them"
            + " stands for the version. The same command goes on after an interruption.",
    sortOptions = false,
    modelTransformer = RecordedDefaults.class,
    exitCodeList = {
      "0:the version was found",
      "2:not decided",
      "64:bad usage",
      "69:not decided, because versions cannot be built or started",
      "70:internal error",
      "130:interrupted; the same command goes on"
    })
final class BisectCommand implements Callable<Integer> {
  private static final String VERSION = "version";
  private static final String PLACE = "{}";

  @Spec private CommandSpec spec;

  @Mixin private ReplayOptions replay;

  @Option(
      names = "--versions",
      required = true,
      split = ",",
      paramLabel = "VERSION",
      description = "two or more, in their order; one end shows the anomaly, the other does not")
  private List<String> versions = new ArrayList<>();

  @Option(
      names = "--option",
      paramLabel = "NAME",
      description =
          "what a version is given as: the name of a setting (--set NAME=VERSION), or an option"
              + " with its dashes, --option=--image (default: version, or nothing with --command or"
              + " where another option has {})")
  private String option;

  @Option(
      names = "--command",
      paramLabel = "COMMAND",
      description =
          "builds or fetches a version before its replays, by sh; {} is the version. If it fails,"
              + " the version is skipped")
  private String command;

  @Option(
      names = "--anomaly",
      paramLabel = "NAME",
      description = "what is looked for, or any (default: the gravest of the recorded run)")
  private String anomaly;

  @Option(
      names = "--confidence",
      defaultValue = "0.95",
      description = "how sure the answer has to be (default: ${DEFAULT-VALUE})")
  private double confidence;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "how often each end is replayed until one shows the anomaly (default: ${DEFAULT-VALUE})")
  private int times;

  @Option(
      names = "--at-most",
      paramLabel = "N",
      defaultValue = "500",
      description = "how many replays there may be (default: ${DEFAULT-VALUE})")
  private int most;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "where the replays are, and are remembered (default: a folder of this question in"
              + " bisect of --out)")
  private Path state;

  @Override
  public Integer call() throws Exception {
    validate();
    RecordedRun recorded = RecordedRun.open(replay.run(), Main.runAlone());
    String wanted = wanted(recorded);
    RunWords given =
        RunWords.given("", spec.commandLine().getParseResult(), RecordedDefaults.names());
    OutFolder.require(replay.out());
    Map<String, Object> question = question(recorded, wanted, given);
    Path folder =
        state != null ? state : replay.out().resolve("bisect").resolve(name(recorded, question));
    try (BisectState remembered = BisectState.open(folder, question)) {
      return search(recorded, wanted, given, remembered);
    }
  }

  private int search(RecordedRun recorded, String wanted, RunWords given, BisectState remembered)
      throws IOException, InterruptedException {
    ReplayProcess replays =
        new ReplayProcess(
            recorded.folder().path(),
            always(remembered),
            remembered.folder(),
            recorded.words().with(given).replayLimit());
    BisectSession session =
        new BisectSession(
            versions,
            wanted,
            new Bisection(versions, confidence, times, most),
            remembered,
            replays,
            Optional.ofNullable(command),
            version -> options(given, version));
    // Before anything is said, so that its reader can end this as it should be ended.
    replays.endAtSignals(
        () -> {
          say("Stopping: the replay that is going on heals and does not count.");
          session.interrupt();
        });
    say(
        "Bisecting %s (%s): %s in %d versions, confidence %s"
            .formatted(replay.run(), recorded.describe(), wanted, versions.size(), confidence));
    if (!remembered.entries().isEmpty()) {
      say(
          "  %d replays are remembered in %s"
              .formatted(remembered.entries().size(), remembered.folder()));
    }
    replays.endLeft();
    PrintWriter print = spec.commandLine().getOut();
    Optional<Step> end =
        session.run(
            replays::isInterrupted,
            line -> {
              if (!replay.json()) {
                print.println(line);
                print.flush();
              }
            });
    if (end.isEmpty()) {
      say(
          "Interrupted after %d replays; the same command goes on"
              .formatted(remembered.entries().size()));
      return ExitCodes.INTERRUPTED;
    }
    BisectReport report = new BisectReport(versions, wanted, confidence, remembered, end.get());
    if (replay.json()) {
      print.println(JsonMapper.builder().build().writeValueAsString(report.json()));
    } else {
      report.lines().forEach(print::println);
    }
    print.flush();
    return switch (end.get()) {
      case Step.Open open when open.isMissing() -> ExitCodes.UNAVAILABLE;
      case Step.Open open -> ExitCodes.UNDECIDED;
      default -> ExitCodes.OK;
    };
  }

  private void say(String line) {
    if (!replay.json()) {
      spec.commandLine().getErr().println(line);
      spec.commandLine().getErr().flush();
    }
  }

  private void validate() {
    if (versions.size() < 2 || versions.stream().anyMatch(String::isBlank)) {
      throw new UsageException("--versions needs two or more, separated by commas: 1.0,1.1,2.0");
    }
    if (new HashSet<>(versions).size() < versions.size()) {
      throw new UsageException("--versions names a version twice");
    }
    if (!(confidence >= 0.5 && confidence <= 0.9999)) {
      throw new UsageException(
          "--confidence must be from 0.5 to 0.9999, not " + confidence + "; 0.95 is usual");
    }
    if (times < 1 || most < 1) {
      throw new UsageException("--times and --at-most must be 1 or more");
    }
    if (option != null
        && option.startsWith("-")
        && !RecordedDefaults.names().contains(option)
        && !option.equals("--target")) {
      throw new UsageException(
          "--option=%s: ordeal run has no such option; a setting's name has no dashes"
              .formatted(option));
    }
  }

  private String wanted(RecordedRun recorded) {
    if (anomaly != null) {
      return anomaly;
    }
    return recorded.facts().anomalies().stream()
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "%s has no anomaly: --anomaly says what is looked for, or any"
                        .formatted(replay.run())));
  }

  /** What decides whether replays of another time count for this search. */
  private Map<String, Object> question(RecordedRun recorded, String wanted, RunWords given) {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("run", recorded.folder().toString());
    question.put("anomaly", wanted);
    question.put("versions", versions);
    question.put("option", option == null ? "" : option);
    question.put("command", command == null ? "" : Redaction.text(command));
    question.put("target", replay.target());
    question.put("given", given.words().stream().map(Redaction::text).toList());
    return question;
  }

  private static String name(RecordedRun recorded, Map<String, Object> question) {
    byte[] bytes = question.toString().getBytes(StandardCharsets.UTF_8);
    return recorded.folder().path().getFileName() + "-" + Checksum.of(bytes).substring(0, 8);
  }

  /** Replays are not among the user's runs: runs/latest stays what it is. */
  private List<String> always(BisectState remembered) {
    List<String> always = new ArrayList<>(List.of("--out", remembered.folder().toString()));
    if (replay.trust()) {
      always.add("--trust");
    }
    if (!replay.target().isEmpty() && !replay.target().contains(PLACE)) {
      always.addAll(List.of("--target", replay.target()));
    }
    return always;
  }

  /** The options by which a version is replayed. */
  private List<String> options(RunWords given, String version) {
    List<String> words = new ArrayList<>();
    boolean isNamed = option != null;
    for (String word : given.words()) {
      isNamed |= word.contains(PLACE);
      words.add(word.replace(PLACE, version));
    }
    if (replay.target().contains(PLACE)) {
      isNamed = true;
      words.addAll(List.of("--target", replay.target().replace(PLACE, version)));
    }
    if (option != null && option.startsWith("-")) {
      words.addAll(List.of(option, version));
    } else if (option != null || (!isNamed && command == null)) {
      words.addAll(List.of("--set", (option == null ? VERSION : option) + "=" + version));
    }
    return words;
  }
}
