package dev.ordeal.harness.cli.campaign;

import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.campaign.CampaignHeader;
import dev.ordeal.results.campaign.CampaignLog;
import dev.ordeal.results.campaign.CampaignState;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The nights of a campaign: the folders below its own, each named after its beginning. */
public final class Nights {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String LATEST = "latest";
  private static final int SAME_INSTANT_MAX = 100;

  private final Path folder;

  /**
   * @param folder the campaign's; need not exist
   */
  public Nights(Path folder) {
    this.folder = folder;
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
    Files.createDirectories(folder);
    for (int later = 0; ; later++) {
      Path night = folder.resolve(UTC.format(now.plusMillis(later)));
      try {
        Files.createDirectory(night);
        pointLatest(night);
        return night;
      } catch (FileAlreadyExistsException taken) {
        if (later == SAME_INSTANT_MAX) {
          throw taken;
        }
      }
    }
  }

  private void pointLatest(Path night) throws IOException {
    Path fresh = folder.resolve("." + LATEST + "-" + night.getFileName());
    try {
      Files.createSymbolicLink(fresh, night.getFileName());
      Files.move(
          fresh,
          folder.resolve(LATEST),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (UnsupportedOperationException noLinks) {
      // A file system without links: the newest night is still found by its name.
    }
  }
}
