package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.campaign.Nights;
import dev.ordeal.harness.cli.campaign.Outputs;
import dev.ordeal.harness.cli.campaign.Reporting;
import dev.ordeal.harness.cli.option.OutFolder;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.campaign.CampaignReport;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.campaign.EarlierNights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal campaign merge}. */
@Command(
    name = "merge",
    description = "Makes one report of the shards of a campaign, wherever their folders are.",
    sortOptions = false)
final class CampaignMergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description =
          "a shard's folder, with its campaign.jsonl; a campaign's folder stands for its newest"
              + " night")
  private List<Path> folders;

  @Option(
      names = "--out",
      defaultValue = "campaigns",
      description = "folder of the campaigns' folders (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(names = "--json", description = "print one JSON document and nothing else")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<CampaignState> shards = new ArrayList<>();
    for (Path folder : folders) {
      shards.add(state(folder));
    }
    OutFolder.require(out);
    String name = shards.getFirst().header().name();
    String night =
        shards.stream().map(shard -> shard.header().night()).min(String::compareTo).orElseThrow();
    Path campaign = out.resolve(name);
    Path merged = campaign.resolve(night + "-merged");
    CampaignState whole;
    try {
      whole = CampaignState.merged(shards, merged);
    } catch (IllegalArgumentException different) {
      throw new UsageException(different.getMessage());
    }
    Files.createDirectories(merged);
    EarlierNights earlier;
    try {
      earlier = EarlierNights.read(campaign);
    } catch (IOException damaged) {
      throw new UsageException(damaged.getMessage());
    }
    CampaignReport report = new Reporting(earlier, LocalDate.now(ZoneId.systemDefault())).of(whole);
    int code = report.worst().exitCode();
    Outputs outputs = new Outputs(report, merged, code);
    outputs.write();
    outputs.conclude(earlier);
    outputs.print(spec.commandLine().getOut(), json);
    return code;
  }

  private static CampaignState state(Path folder) throws IOException {
    Optional<CampaignState> state = CampaignState.read(folder);
    if (state.isPresent()) {
      return state.get();
    }
    for (Path night : new Nights(folder).all()) {
      state = CampaignState.read(night);
      if (state.isPresent()) {
        return state.get();
      }
    }
    throw new UsageException("%s is no campaign's folder: no campaign.jsonl".formatted(folder));
  }
}
