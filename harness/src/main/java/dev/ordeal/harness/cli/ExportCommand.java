package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.EdnHistory;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.history.file.HistoryWriter;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal export}. */
@Command(name = "export", description = "Writes a run's history in another format.")
final class ExportCommand implements Callable<Integer> {
  /** The formats. */
  enum Format {
    EDN,
    JSONL
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN|FILE", description = "a run folder or a history")
  private Path path;

  @Option(names = "--to", required = true, description = "edn or jsonl")
  private Format format;

  @Option(
      names = {"-o", "--output"},
      description = "the file to write (default: history.edn or history.jsonl beside the run)")
  private Path output;

  @Override
  public Integer call() throws IOException {
    boolean isRun = Files.isDirectory(path);
    History history = HistoryFile.read(isRun ? RunFolder.open(path).history() : path).history();
    Path to = output != null ? output : defaultOutput(isRun);
    if (Files.exists(to)) {
      throw new UsageException(to + " exists already; name another file with -o");
    }
    switch (format) {
      case EDN -> {
        try (Writer writer = Files.newBufferedWriter(to)) {
          EdnHistory.write(history, writer);
        }
      }
      case JSONL -> {
        try (HistoryWriter writer = new HistoryWriter(to)) {
          for (Event event : history.events()) {
            writer.append(event);
          }
        }
      }
    }
    spec.commandLine().getOut().println(to);
    spec.commandLine().getOut().flush();
    return ExitCodes.OK;
  }

  private Path defaultOutput(boolean isRun) {
    String name = format == Format.EDN ? "history.edn" : "history.jsonl";
    return isRun ? path.resolve(name) : path.resolveSibling(path.getFileName() + "." + name);
  }
}
