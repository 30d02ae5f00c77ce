package dev.ordeal.harness.cli.campaign;

import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.campaign.CampaignHeader;
import dev.ordeal.results.campaign.CampaignLog;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.run.DatedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The nights of a campaign: the folders below its own, each named after its beginning. */
public final class Nights {
  private final Path folder;

  /**
   * @param folder the campaign's; need not exist
   */
  public Nights(Path folder) {
    this.folder = folder;
  }

  /** The campaign's folder. */
  public Path folder() {
    return folder;
  }

  /** All that have a log, the newest first. */
  public List<Path> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(night -> !Files.isSymbolicLink(night) && CampaignLog.isIn(night))
          .sorted(Comparator.comparing((Path night) -> night.getFileName().toString()).reversed())
          .toList();
    }
  }

  /**
   * The newest night of a shard, if it is not over: it goes on.
   *
   * @throws UsageException if that has other runs than those that are planned now
   */
  public Optional<CampaignState> unfinished(CampaignPlan plan) throws IOException {
    for (Path night : all()) {
      Optional<CampaignState> state = CampaignState.read(night);
      if (state.isEmpty() || !state.get().header().shard().equals(plan.shard().toString())) {
        continue;
      }
      CampaignHeader header = state.get().header();
      if (!state.get().over().isEmpty()) {
        return Optional.empty();
      }
      if (!header.digest().equals(plan.digest())) {
        throw new UsageException(
            ("%s is not over, and had other runs: finish it as it was called (%s), or begin"
                    + " another with --new")
                .formatted(night, header.command()));
      }
      return state;
    }
    return Optional.empty();
  }

  /** Makes the folder of a new night; {@code latest} leads to it. */
  public Path create(Instant now) throws IOException {
    Path night = DatedFolders.create(folder, now, "");
    DatedFolders.pointLatest(folder, night);
    return night;
  }
}
