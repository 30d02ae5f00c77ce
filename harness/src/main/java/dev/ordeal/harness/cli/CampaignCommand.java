package dev.ordeal.harness.cli;

import dev.ordeal.harness.campaign.Campaign;
import dev.ordeal.harness.campaign.CampaignLimits;
import dev.ordeal.harness.campaign.PlannedRun;
import dev.ordeal.harness.campaign.Seeds;
import dev.ordeal.harness.campaign.Shard;
import dev.ordeal.harness.cli.campaign.CampaignFile;
import dev.ordeal.harness.cli.campaign.CampaignPlan;
import dev.ordeal.harness.cli.campaign.ChildRunner;
import dev.ordeal.harness.cli.campaign.Combination;
import dev.ordeal.harness.cli.campaign.Nights;
import dev.ordeal.harness.cli.campaign.Outputs;
import dev.ordeal.harness.cli.campaign.Reporting;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.OutFolder;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.option.WrongArguments;
import dev.ordeal.harness.cli.replay.RunWords;
import dev.ordeal.harness.run.Version;
import dev.ordeal.harness.terminal.Interrupts;
import dev.ordeal.results.campaign.CampaignHeader;
import dev.ordeal.results.campaign.CampaignLog;
import dev.ordeal.results.campaign.CampaignReport;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.campaign.CampaignText;
import dev.ordeal.results.campaign.EarlierNights;
import dev.ordeal.results.campaign.Ending;
import dev.ordeal.results.campaign.RunEnd;
import dev.ordeal.results.registry.ExtensionException;
import dev.ordeal.results.registry.UnknownNameException;
import dev.ordeal.results.run.LaunchedAs;
import dev.ordeal.results.run.ListedRun;
import dev.ordeal.results.run.OpenRuns;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.Count;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal campaign}. */
@Command(
    name = "campaign",
    description =
        "Makes many runs, each in a process of its own: those of a file, or of one target with"
            + " options of ordeal run. The same command goes on where an interrupted one was.",
    sortOptions = false,
    subcommands = CampaignMergeCommand.class,
    modelTransformer = RecordedDefaults.class)
final class CampaignCommand implements Callable<Integer> {
  private static final Duration LEAVE_LIMIT = Duration.ofMinutes(3);

  /** What starting and judging may take beside the times that are limited by options. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  private static final int RETRIES = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|TARGET",
      arity = "0..1",
      description = "a campaign's file (nightly.yml), or a target as ordeal run takes it")
  private String named;

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      description =
          "of the runs: 1..20, or 1,5,7..9, or '20 new', which are others each night (default: what"
              + " the file says, else as many new ones as --for and --max-runs allow)")
  private String seeds;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "start no run after this time: 2h, 90m; those that are going on end as usual")
  private Duration time;

  @Option(names = "--max-runs", paramLabel = "N", description = "make at most so many runs")
  private Integer runsMax;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "runs side by side (default: at most as many as processors, each further one once these"
              + " have been less than 70%% busy for ten seconds)")
  private Integer jobs;

  @Option(
      names = "--retry-unknown",
      paramLabel = "N",
      description = "how often a run whose verdict is unknown is made again (default: 1)")
  private Integer retries;

  @Option(
      names = "--until-invalid",
      description = "start nothing after the first invalid run that is not quarantined")
  private boolean untilInvalid;

  @Option(
      names = "--shard",
      paramLabel = "K/N",
      description = "make only the K-th of N parts of the runs, for several machines")
  private String shard;

  @Option(
      names = "--new",
      description = "begin another night although the last one was interrupted")
  private boolean isNew;

  @Option(
      names = "--out",
      defaultValue = "campaigns",
      description = "folder of the campaigns' folders (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(names = "--plan", description = "print the runs, and make none")
  private boolean planOnly;

  @Option(names = "--json", description = "print one JSON document and nothing else")
  private boolean json;

  private PrintWriter err;

  @Override
  public Integer call() throws Exception {
    err = spec.commandLine().getErr();
    if (json) {
      // What foreign code prints must not get between the JSON document and its reader.
      spec.commandLine().getOut();
      System.setOut(System.err);
    }
    if (named == null) {
      throw new UsageException(
          "Name a campaign's file or a target: ordeal campaign nightly.yml, ordeal campaign"
              + " zookeeper --for 2h");
    }
    CampaignFile file;
    CampaignPlan plan;
    try {
      file = file();
      plan = plan(file);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(wrong.getMessage());
    }
    if (planOnly) {
      print(plan);
      return ExitCodes.OK;
    }
    OutFolder.require(out);
    Nights nights = new Nights(out.resolve(file.name()));
    Optional<CampaignState> unfinished = isNew ? Optional.empty() : nights.unfinished(plan);
    // Before anything is made: a night whose end could not be compared with others is not begun.
    EarlierNights earlier = earlier(nights.folder());
    Path night = unfinished.isPresent() ? unfinished.get().folder() : nights.create(Instant.now());
    try (CampaignLog log = CampaignLog.open(night)) {
      if (unfinished.isEmpty()) {
        log.created(header(file, plan, night));
      }
      log.begun(file.quarantine());
      CampaignState state = CampaignState.read(night).orElseThrow();
      return new Session(file, plan, night, log, state, earlier).execute(unfinished.isPresent());
    }
  }

  private static EarlierNights earlier(Path campaign) {
    try {
      return EarlierNights.read(campaign);
    } catch (IOException damaged) {
      throw new UsageException(damaged.getMessage());
    }
  }

  /** Of as many runs as there is time for, one of each combination is enough. */
  private void print(CampaignPlan plan) {
    PrintWriter print = spec.commandLine().getOut();
    boolean isOpen = plan.count() < 0;
    Set<Integer> shown = new HashSet<>();
    for (PlannedRun run : plan.runs(newBase())) {
      if (shown.add(run.combination()) || !isOpen) {
        print.printf(
            "%5d  %s%n",
            run.number(),
            run.words().stream().map(LaunchedAs::quoted).collect(Collectors.joining(" ")));
      }
    }
    if (isOpen) {
      print.println("    …  the same with other seeds, as many as --for and --max-runs allow");
    }
    print.flush();
  }

  private static long newBase() {
    return Instant.now().getEpochSecond();
  }

  private CampaignHeader header(CampaignFile file, CampaignPlan plan, Path night) {
    return new CampaignHeader(
        file.name(),
        night.getFileName().toString(),
        plan.digest(),
        plan.shard().toString(),
        plan.count(),
        newBase(),
        LaunchedAs.command()
            + " "
            + spec.commandLine().getParseResult().originalArgs().stream()
                .map(LaunchedAs::quoted)
                .collect(Collectors.joining(" ", "campaign ", ""))
                .replaceFirst("^campaign campaign ", "campaign "),
        Version.current());
  }

  /**
   * What the file says, or the command line where there is none, with the command line's limits.
   */
  private CampaignFile file() throws IOException {
    Seeds otherwise = seeds == null ? Seeds.unbounded() : Seeds.parse(seeds);
    boolean isFile = CampaignFile.is(named);
    CampaignFile read =
        isFile
            ? CampaignFile.read(Path.of(named), RecordedDefaults.command(), otherwise)
            : CampaignFile.of(
                named, RunWords.given(named, parsed(), RecordedDefaults.names()), otherwise);
    List<Combination> combinations = read.combinations();
    if (seeds != null) {
      combinations = combinations.stream().map(each -> each.with(otherwise)).toList();
    }
    return new CampaignFile(
        read.name(),
        combinations,
        Optional.ofNullable(time).or(read::time),
        given("--max-runs", runsMax, 1, CampaignFile.RUNS_MAX, read.runs()),
        given("--jobs", jobs, 1, CampaignFile.JOBS_MAX, read.jobs()),
        given("--retry-unknown", retries, 0, CampaignFile.RETRIES_MAX, read.retries()),
        untilInvalid || read.untilInvalid(),
        read.quarantine());
  }

  private CommandLine.ParseResult parsed() {
    return spec.commandLine().getParseResult();
  }

  private static OptionalInt given(
      String option, Integer value, int least, int most, OptionalInt otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (value < least || value > most) {
      throw new UsageException(
          "%s must be from %d to %d, not %d".formatted(option, least, most, value));
    }
    return OptionalInt.of(value);
  }

  private CampaignPlan plan(CampaignFile file) throws Exception {
    RunWords given = RunWords.given("", parsed(), RecordedDefaults.names());
    if (given.options().containsKey("--seed")) {
      throw new UsageException("--seed is for one run; a campaign has --seeds 1..20");
    }
    boolean isOpen = file.combinations().stream().anyMatch(each -> each.seeds().isUnbounded());
    if (isOpen && file.time().isEmpty() && file.runs().isEmpty()) {
      throw new UsageException(
          "Say how much: --seeds 1..20, --for 2h or --max-runs 100 (in a file: seeds, for,"
              + " max-runs)");
    }
    Shard part = shard == null ? Shard.WHOLE : Shard.parse(shard);
    return CampaignPlan.of(file.combinations(), given, part, isOpen, this::check);
  }

  /** What {@code ordeal run} would refuse is refused before anything runs. */
  private CampaignPlan.Checked check(RunWords words) throws Exception {
    CommandLine line = Main.runAlone();
    try {
      line.parseArgs(words.words().toArray(String[]::new));
      RunCommand run = line.getCommand();
      run.settings().bring(run.target());
      PreparedRun prepared =
          run.settings().prepare(run.target(), out, new ConsoleWatcher(err, false).breaches());
      String subject =
          prepared.database().name()
              + prepared.options().bugs().stream().map("+"::concat).collect(Collectors.joining())
              + " "
              + prepared.workload().name();
      return new CampaignPlan.Checked(
          subject,
          prepared
              .options()
              .timeLimit()
              .plus(prepared.options().checkTime())
              .plus(prepared.options().recoveryTime())
              .plus(GRACE));
    } catch (ParameterException wrong) {
      throw new UsageException(WrongArguments.text(wrong));
    } catch (UnknownNameException | ExtensionException unknown) {
      throw new UsageException(unknown.getMessage());
    }
  }

  /** Undoes what a run left whose process is gone. */
  private static String heal(RunFolder run) throws IOException {
    Optional<ListedRun> listed = OpenRuns.ofUser().byId(run.path().getFileName().toString());
    List<String> said = new ArrayList<>();
    LeftRuns.Outcome outcome =
        listed.isEmpty()
            ? LeftRuns.Outcome.HEALED
            : LeftRuns.ofUser().heal(listed.get(), List.of(run), false, said::add);
    if (listed.isEmpty()) {
      LeftRuns.markKilled(run);
    }
    return outcome == LeftRuns.Outcome.HEALED
        ? ""
        : "%s %s; try ordeal heal %s"
            .formatted(
                run,
                said.isEmpty() ? outcome.toString().replace('_', ' ') : String.join("; ", said),
                run);
  }

  /** The work of this process on a night. */
  private final class Session implements Campaign.Watcher {
    private final CampaignFile file;
    private final CampaignPlan plan;
    private final Path night;
    private final CampaignLog log;
    private final CampaignState state;
    private final EarlierNights earlier;
    private final ChildRunner runner;
    private int signals;

    Session(
        CampaignFile file,
        CampaignPlan plan,
        Path night,
        CampaignLog log,
        CampaignState state,
        EarlierNights earlier) {
      this.file = file;
      this.plan = plan;
      this.night = night;
      this.log = log;
      this.state = state;
      this.earlier = earlier;
      this.runner = new ChildRunner(night, CampaignCommand::heal);
    }

    Integer execute(boolean isResumed) throws IOException, InterruptedException {
      List<PlannedRun> runs = plan.runs(state.header().base());
      String count =
          plan.count() < 0 ? "as many runs as there is time for" : Count.of(plan.count(), "run");
      note(
          (isResumed ? "Going on with %s: %d of %s were made" : "%s: %3$s")
              .formatted(night, state.results().size(), count));
      CampaignLimits limits =
          new CampaignLimits(
              file.time(),
              file.runs(),
              file.jobs(),
              file.retries().orElse(RETRIES),
              end -> file.untilInvalid() && end.ending() == Ending.INVALID && !isHidden(end));
      Campaign campaign = new Campaign(runs, limits, runner, log, state, this);
      Interrupts.handle(name -> signal(campaign, name));
      ExitGuard.beforeUnexpectedEnd(
          why -> {
            campaign.stop();
            runner.awaitEnd(LEAVE_LIMIT);
          });
      Optional<String> over;
      try {
        over = campaign.execute();
      } finally {
        ExitGuard.allIsHealed();
      }
      CampaignState whole = CampaignState.read(night).orElseThrow();
      CampaignReport report =
          new Reporting(earlier, LocalDate.now(ZoneId.systemDefault())).of(whole);
      int code = over.isEmpty() ? ExitCodes.INTERRUPTED : report.worst().exitCode();
      Outputs outputs = new Outputs(report, night, code);
      outputs.write();
      if (over.isPresent()) {
        outputs.conclude(earlier);
      }
      outputs.print(spec.commandLine().getOut(), json);
      return code;
    }

    private boolean isHidden(RunEnd end) {
      return file.quarantine().stream()
          .filter(entry -> !entry.isExpired(LocalDate.now(ZoneId.systemDefault())))
          .anyMatch(entry -> entry.covers(end.signature()));
    }

    private synchronized void signal(Campaign campaign, String name) {
      signals++;
      note(
          signals == 1
              ? "Stopping (%s): the runs heal and end. The same command goes on later."
                  .formatted(name)
              : "Stopping (%s): the runs leave as soon as they are healed.".formatted(name));
      campaign.stop();
    }

    @Override
    public void ended(RunEnd end) {
      note(CampaignText.line(end, state.results().size(), plan.count()));
    }

    @Override
    public void note(String text) {
      if (!json) {
        err.println(text);
        err.flush();
      }
    }
  }
}
