package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.check.CheckCommand;
import dev.ordeal.harness.cli.check.ShrinkCommand;
import dev.ordeal.harness.cli.compare.CompareCommand;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.option.WrongArguments;
import dev.ordeal.harness.cli.serve.ServeCommand;
import dev.ordeal.harness.run.Version;
import dev.ordeal.harness.terminal.Terminal;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.registry.ExtensionException;
import dev.ordeal.results.registry.UnknownNameException;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.Failures;
import dev.ordeal.results.run.LaunchedAs;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code ordeal}. */
@Command(
    name = "ordeal",
    description =
        "Breaks a cluster while using it, then decides from the history what it promised and kept.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Versions.class,
    scope = ScopeType.INHERIT,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.INTERNAL,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:valid",
      "1:invalid: an anomaly was found",
      "2:unknown: not decided, or nothing was tested",
      "64:bad usage or damaged input",
      "69:environment or target unavailable",
      "70:internal error",
      "130:interrupted"
    })
public final class Main implements Runnable {
  /** The command that describes all others to a shell. */
  private static final String COMPLETION = "generate-completion";

  @Spec private CommandSpec spec;

  /** Tells the version. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String commit = Version.commit().map(" (commit %s)"::formatted).orElse("");
      return new String[] {"ordeal " + Version.current() + commit};
    }
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The commands by their names, in the order of the help. */
  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("new", NewCommand.class);
    commands.put("run", RunCommand.class);
    commands.put("campaign", CampaignCommand.class);
    commands.put("try", TryCommand.class);
    commands.put("check", CheckCommand.class);
    commands.put("replay", ReplayCommand.class);
    commands.put("bisect", BisectCommand.class);
    commands.put("compare", CompareCommand.class);
    commands.put("shrink", ShrinkCommand.class);
    commands.put("report", ReportCommand.class);
    commands.put("serve", ServeCommand.class);
    commands.put("list", ListCommand.class);
    commands.put("heal", HealCommand.class);
    commands.put("mark", MarkCommand.class);
    commands.put("export", ExportCommand.class);
    commands.put("doctor", DoctorCommand.class);
    commands.put("toxiproxy", ToxiproxyCommand.class);
    commands.put(COMPLETION, AutoComplete.GenerateCompletion.class);
    return commands;
  }

  /** The command line, ready to execute. */
  public static CommandLine commandLine() {
    return commandLine(commands());
  }

  private static CommandLine commandLine(Map<String, Class<?>> commands) {
    CommandLine line = new CommandLine(new Main());
    commands.forEach((name, type) -> line.addSubcommand(name, new CommandLine(type)));
    readDurations(line);
    line.registerConverter(ListCommand.What.class, ListCommand.What::parse);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // The writers show what would steer the terminal, and so they would show picocli's colours.
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setOut(Terminal.out());
    line.setErr(Terminal.err());
    line.setExecutionExceptionHandler(Main::explain);
    line.setParameterExceptionHandler(Main::advise);
    return line;
  }

  /**
   * The command line of {@code ordeal run} without the others, for recorded words: one that begins
   * with {@code @} is no file with more of them.
   */
  static CommandLine runAlone() {
    return readDurations(new CommandLine(new RunCommand())).setExpandAtFiles(false);
  }

  private static CommandLine readDurations(CommandLine line) {
    return line.registerConverter(Duration.class, Main::duration);
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException(wrong.getMessage());
    }
  }

  /** Says what is wrong with the arguments, and no more: a page of usage would hide it. */
  private static int advise(ParameterException problem, String[] arguments) {
    CommandLine line = problem.getCommandLine();
    line.getErr().println(WrongArguments.text(problem));
    WrongArguments.suggestion(problem)
        .ifPresent(meant -> line.getErr().println("Did you mean: " + meant + "?"));
    String command = line.getCommandSpec().qualifiedName().replaceFirst("^ordeal\\b", "");
    line.getErr().println("Try: " + LaunchedAs.command() + command + " --help");
    line.getErr().flush();
    return ExitCodes.USAGE;
  }

  /**
   * The command line with one command only: looking through the options of the others takes longer
   * than starting.
   *
   * @param command its name; if it is unknown, all commands are there
   */
  static CommandLine commandLine(String command) {
    Map<String, Class<?>> commands = commands();
    if (commands.containsKey(command) && !command.equals(COMPLETION)) {
      commands.keySet().retainAll(List.of(command));
    }
    return commandLine(commands);
  }

  public static void main(String[] arguments) throws InterruptedException {
    ExitGuard.install();
    ExitGuard.exit(execute(commandLine(arguments.length > 0 ? arguments[0] : ""), arguments));
  }

  /** Executes; whatever is thrown, also what is no exception, is printed and an internal error. */
  private static int execute(CommandLine line, String[] arguments) throws InterruptedException {
    FutureTask<Integer> task = new FutureTask<>(() -> line.execute(arguments));
    task.run();
    try {
      return task.get();
    } catch (ExecutionException failed) {
      return internal(failed.getCause(), line);
    }
  }

  private static int internal(Throwable problem, CommandLine line) {
    problem.printStackTrace(line.getErr());
    line.getErr().println("Internal error: " + Redaction.text(String.valueOf(problem)));
    line.getErr().flush();
    return ExitCodes.INTERNAL;
  }

  /** What is there may be something else than was wanted. */
  private static String missing(NoSuchFileException problem) {
    String file = problem.getFile();
    return problem.getReason() != null && Files.exists(Path.of(file))
        ? file + " is " + problem.getReason()
        : "No such file or run: " + file;
  }

  private static int explain(Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
    if (problem instanceof UncheckedIOException wrapped) {
      return explain(wrapped.getCause(), line, parsed);
    }
    String text = Redaction.text(Failures.text(problem));
    int code =
        switch (problem) {
          case UsageException usage -> ExitCodes.USAGE;
          case UnknownNameException unknown -> ExitCodes.USAGE;
          case ExtensionException unusable -> ExitCodes.USAGE;
          case MalformedHistoryException damaged -> ExitCodes.USAGE;
          case NoSuchFileException missing -> {
            text = missing(missing);
            yield ExitCodes.USAGE;
          }
          case TargetException unavailable -> ExitCodes.UNAVAILABLE;
          case IOException io -> {
            if (text.contains("No space left")) {
              text =
                  "The disk is full: "
                      + text
                      + ". Free some space, or let --out name a folder on another disk. What was"
                      + " recorded until then can be checked.";
            }
            yield ExitCodes.UNAVAILABLE;
          }
          case InterruptedException interrupted -> ExitCodes.INTERRUPTED;
          case CancellationException interrupted -> ExitCodes.INTERRUPTED;
          default -> {
            yield internal(problem, line);
          }
        };
    if (code != ExitCodes.INTERNAL) {
      line.getErr().println(text);
      line.getErr().flush();
    }
    return code;
  }
}
