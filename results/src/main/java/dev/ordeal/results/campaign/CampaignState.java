package dev.ordeal.results.campaign;

import dev.ordeal.results.run.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a {@link CampaignLog} says, up to its last whole line. Not thread-safe. */
public final class CampaignState {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final Map<Integer, List<RunEnd>> ends = new TreeMap<>();
  private final Map<Integer, Start> open = new TreeMap<>();
  private final Map<Integer, String> skipped = new TreeMap<>();
  private List<Quarantined> quarantine = List.of();
  private CampaignHeader header;
  private List<String> gaps = List.of();
  private String over = "";
  private double seconds;
  private Instant begin;
  private Instant last;

  /**
   * A run that was started and has no end.
   *
   * @param process {@link CampaignLog#NO_PROCESS} if it was not noted
   */
  public record Start(int attempt, ProcessId process) {}

  private CampaignState(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the log of a folder.
   *
   * @return empty if there is no log, or not one whole line of it
   * @throws IOException if a line is damaged; the message says which
   */
  public static Optional<CampaignState> read(Path folder) throws IOException {
    Path file = folder.resolve(CampaignLog.FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file);
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    CampaignState state = new CampaignState(folder);
    for (int i = 0; i < lines.size(); i++) {
      try {
        state.take(JSON.readTree(lines.get(i)));
      } catch (JacksonException | DateTimeParseException damaged) {
        throw new IOException(
            "%s, line %d is damaged; --new begins another night".formatted(file, i + 1), damaged);
      }
    }
    state.pause();
    return state.header == null ? Optional.empty() : Optional.of(state);
  }

  /**
   * What all shards of a campaign say together.
   *
   * @param folder where it is reported: paths of runs are relative to it
   * @throws IllegalArgumentException if they are not of one campaign, or one is there twice
   */
  public static CampaignState merged(List<CampaignState> shards, Path folder) {
    CampaignState whole = new CampaignState(folder);
    CampaignState first = shards.getFirst();
    Map<Integer, CampaignState> byNumber = new TreeMap<>();
    int count = shardPart(first, 1);
    for (CampaignState shard : shards) {
      boolean isSame =
          shard.header.digest().equals(first.header.digest())
              && shard.header.name().equals(first.header.name())
              && shardPart(shard, 1) == count;
      if (!isSame) {
        throw new IllegalArgumentException(
            "%s is of another campaign, or another number of shards, than %s"
                .formatted(shard.folder, first.folder));
      }
      CampaignState twice = byNumber.put(shardPart(shard, 0), shard);
      if (twice != null) {
        throw new IllegalArgumentException(
            "%s and %s are both shard %s"
                .formatted(twice.folder, shard.folder, shard.header.shard()));
      }
    }
    whole.takeAll(byNumber, count);
    return whole;
  }

  private static int shardPart(CampaignState shard, int part) {
    return Integer.parseInt(shard.header.shard().split("/", 2)[part]);
  }

  private void takeAll(Map<Integer, CampaignState> shards, int count) {
    gaps = new ArrayList<>();
    Set<Quarantined> hidden = new LinkedHashSet<>();
    Set<String> why = new LinkedHashSet<>();
    int planned = 0;
    String night = "";
    for (int number = 1; number <= count; number++) {
      CampaignState shard = shards.get(number);
      if (shard == null) {
        gaps.add("shard %d/%d is missing".formatted(number, count));
        continue;
      }
      if (shard.over.isEmpty()) {
        gaps.add("shard %d/%d was interrupted".formatted(number, count));
      } else if (shard.ends.isEmpty()) {
        gaps.add("shard %d/%d made no run: %s".formatted(number, count, shard.over));
      } else {
        why.add(shard.over);
      }
      Path from = shard.folder;
      shard.ends.values().forEach(all -> all.forEach(end -> take(end.moved(from, folder))));
      skipped.putAll(shard.skipped);
      hidden.addAll(shard.quarantine);
      seconds += shard.seconds;
      planned = planned < 0 || shard.header.planned() < 0 ? -1 : planned + shard.header.planned();
      boolean isEarlier = night.isEmpty() || shard.header.night().compareTo(night) < 0;
      night = isEarlier ? shard.header.night() : night;
      header = shard.header;
    }
    header =
        new CampaignHeader(
            header.name(),
            night,
            header.digest(),
            "1/1",
            planned,
            header.base(),
            header.command(),
            header.version());
    over = String.join("; ", why);
    quarantine = List.copyOf(hidden);
  }

  private void take(JsonNode line) {
    Instant at = Instant.parse(line.path("at").asString(""));
    int run = line.path("run").asInt(0);
    int attempt = line.path("attempt").asInt(1);
    switch (line.path("event").asString("")) {
      case "campaign" -> header = JSON.treeToValue(line.path("campaign"), CampaignHeader.class);
      case "begin" -> {
        pause();
        begin = at;
        over = "";
        quarantine = new ArrayList<>();
        for (JsonNode each : line.path("quarantine")) {
          quarantine.add(JSON.treeToValue(each, Quarantined.class));
        }
      }
      case "start" ->
          open.put(
              run, new Start(attempt, JSON.treeToValue(line.path("process"), ProcessId.class)));
      case "end" -> take(JSON.treeToValue(line.path("end"), RunEnd.class));
      case "void" -> open.remove(run);
      case "skip" -> skipped.put(run, line.path("why").asString(""));
      case "over" -> over = line.path("why").asString("");
      default -> {
        // Of a later version; what it says is not needed here.
      }
    }
    last = at;
  }

  /** Notes an end, as if it had been read. */
  public void take(RunEnd end) {
    open.remove(end.run());
    ends.computeIfAbsent(end.run(), run -> new ArrayList<>()).add(end);
  }

  /** Notes that a run will not be made, as if it had been read. */
  public void skip(int run, String why) {
    skipped.put(run, why);
  }

  private void pause() {
    if (begin != null && last != null) {
      seconds += (last.toEpochMilli() - begin.toEpochMilli()) / 1e3;
    }
    begin = null;
  }

  /** The campaign's folder. */
  public Path folder() {
    return folder;
  }

  public CampaignHeader header() {
    return header;
  }

  /** Why it is over; empty if it is not. */
  public String over() {
    return over;
  }

  /** How long processes have worked on it, in seconds. */
  public double seconds() {
    return seconds;
  }

  /** Every attempt of each run that ended, by the run's number, in order. */
  public Map<Integer, List<RunEnd>> ends() {
    return ends;
  }

  /** How each run ended in its last attempt. */
  public List<RunEnd> results() {
    return ends.values().stream().map(List::getLast).toList();
  }

  /** Runs that were started and have no end, by number. */
  public Map<Integer, Start> open() {
    return open;
  }

  /** Runs that will not be made, by number, and why. */
  public Map<Integer, String> skipped() {
    return skipped;
  }

  /** What is missing of a campaign that was merged of shards, a sentence each. */
  public List<String> gaps() {
    return gaps;
  }

  /** What was quarantined when a process last began to work on it. */
  public List<Quarantined> quarantine() {
    return quarantine;
  }
}
