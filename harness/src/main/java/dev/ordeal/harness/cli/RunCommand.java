package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.OutFolder;
import dev.ordeal.harness.judging.WholeRunChecker;
import dev.ordeal.harness.run.Run;
import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.harness.run.Stop;
import dev.ordeal.results.report.TextSummary;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.results.verdict.VerdictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ordeal run}. */
@Command(
    name = "run",
    description = "Runs a workload against a target while breaking it, and judges the history.",
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "zookeeper",
      paramLabel = "TARGET",
      description =
          "what to test (default: ${DEFAULT-VALUE}): of ordeal list targets, or a class of yours"
              + " that implements Database, or its source file, MyDatabase.java, or a YAML file,"
              + " my-database.yml")
  private String target;

  @Mixin private RunSettings settings;

  @Option(
      names = "--out",
      defaultValue = "runs",
      description = "folder of run folders (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(names = "--json", description = "print one JSON document and nothing else")
  private boolean json;

  @Option(names = "--plan", description = "print the planned faults and the digest, run nothing")
  private boolean planOnly;

  /** The options that say what is run. */
  RunSettings settings() {
    return settings;
  }

  /** What is tested, as it was named. */
  String target() {
    return target;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    if (json) {
      // What foreign code prints must not get between the JSON document and its reader.
      spec.commandLine().getOut();
      System.setOut(System.err);
    }
    ConsoleWatcher watcher = new ConsoleWatcher(err, json);
    settings.bring(target);
    PreparedRun prepared = settings.prepare(target, out, watcher.breaches());
    if (planOnly) {
      Run run = prepared.run(watcher, new Stop());
      PrintWriter plan = spec.commandLine().getOut();
      plan.println("seed " + prepared.options().seed() + ", digest " + run.plan().digest());
      run.plan().faults().forEach(plan::println);
      plan.flush();
      return ExitCodes.OK;
    }
    OutFolder.require(out);
    LaunchedRun launched = new LaunchedRun(prepared, watcher, err, true);
    Optional<Run.Result> result = launched.execute(out);
    return result.isEmpty()
        ? ExitCodes.INTERRUPTED
        : show(result.get(), prepared.options(), launched.isStopped());
  }

  private int show(Run.Result result, RunOptions options, boolean isStopped) throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("run", result.folder().toString());
      document.put("seed", options.seed());
      document.putAll(VerdictJson.of(result.judgement()));
      print.println(JsonMapper.builder().build().writeValueAsString(document));
    } else {
      TextSummary.lines(result.history(), result.judgement()).forEach(print::println);
      result.judgement().results().stream()
          .filter(checked -> checked.checker().equals(WholeRunChecker.NAME))
          .forEach(checked -> print.println("  load       " + WholeRunChecker.load(checked)));
      print.println("  report     " + result.folder().report());
      print.println("  reproduce  " + result.folder().info().reproduce());
      print.println("  seed       " + options.seed());
    }
    print.flush();
    Verdict verdict = result.judgement().verdict();
    if (LaunchedRun.hasLeft(result, spec.commandLine().getErr())) {
      return verdict == Verdict.INVALID ? verdict.exitCode() : ExitCodes.UNAVAILABLE;
    }
    return isStopped ? ExitCodes.INTERRUPTED : verdict.exitCode();
  }
}
