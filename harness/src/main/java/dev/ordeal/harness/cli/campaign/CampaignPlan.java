package dev.ordeal.harness.cli.campaign;

import dev.ordeal.harness.campaign.PlannedRun;
import dev.ordeal.harness.campaign.Seeds;
import dev.ordeal.harness.campaign.Shard;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.replay.RunWords;
import dev.ordeal.results.run.LaunchedAs;
import dev.ordeal.results.verdict.Count;
import dev.ordeal.targets.shell.Checksum;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs of a campaign in the order in which they are made: of each priority first one seed of
 * every combination, then another, so that a budget that ends early has seen each of them.
 */
public final class CampaignPlan {
  private final List<Part> parts;
  private final Shard shard;
  private final boolean isOpen;

  /** What {@code ordeal run} would make of a combination's words. */
  public record Checked(String subject, Duration limit) {}

  /** Checks words as {@code ordeal run} does. */
  @FunctionalInterface
  public interface Check {
    /**
     * Checks the words of a run.
     *
     * @throws UsageException if they are wrong
     */
    Checked check(RunWords words) throws Exception;
  }

  private record Part(Combination combination, Checked checked, String label) {}

  private CampaignPlan(List<Part> parts, Shard shard, boolean isOpen) {
    this.parts = parts;
    this.shard = shard;
    this.isOpen = isOpen;
  }

  /**
   * Checks all combinations.
   *
   * @param given options that replace those of the combinations
   * @param isOpen whether there are as many seeds as there is time for
   * @throws UsageException if one is wrong, with its file and line if it is of a file
   */
  public static CampaignPlan of(
      List<Combination> combinations, RunWords given, Shard shard, boolean isOpen, Check check)
      throws Exception {
    List<Part> parts = new ArrayList<>();
    List<Combination> sorted = new ArrayList<>(once(combinations, given));
    sorted.sort(Comparator.comparingInt(Combination::priority).reversed());
    List<RunWords> all = sorted.stream().map(each -> each.words().with(given)).toList();
    long runs = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Combination one = sorted.get(i);
      Combination merged =
          new Combination(all.get(i), one.seeds(), one.priority(), one.where(), one.places());
      Checked checked;
      try {
        checked = check.check(merged.words());
      } catch (UsageException wrong) {
        throw one.problem(wrong.getMessage());
      }
      parts.add(new Part(merged, checked, label(merged.words(), all)));
      runs += one.seeds().count();
    }
    if (runs > CampaignFile.RUNS_MAX && !isOpen) {
      throw new UsageException(
          "%d runs are more than %d: fewer seeds, or fewer combinations"
              .formatted(runs, CampaignFile.RUNS_MAX));
    }
    CampaignPlan plan = new CampaignPlan(parts, shard, isOpen);
    if (plan.runs(0).isEmpty()) {
      throw new UsageException(
          "--shard %s has none of the campaign's %s".formatted(shard, Count.of(runs, "run")));
    }
    return plan;
  }

  /** Those that options of the command line make the same are made once. */
  private static List<Combination> once(List<Combination> combinations, RunWords given) {
    Set<List<Object>> seen = new HashSet<>();
    return combinations.stream()
        .filter(one -> seen.add(List.of(one.words().with(given), one.seeds())))
        .toList();
  }

  /** The target, and what not all combinations have. */
  private static String label(RunWords words, List<RunWords> all) {
    String options =
        words.options().entrySet().stream()
            .filter(option -> !all.stream().allMatch(other -> has(other, option)))
            .flatMap(CampaignPlan::shown)
            .collect(Collectors.joining(" "));
    return (words.target() + " " + options).strip();
  }

  private static boolean has(RunWords words, Map.Entry<String, List<String>> option) {
    return option.getValue().equals(words.options().get(option.getKey()));
  }

  private static Stream<String> shown(Map.Entry<String, List<String>> option) {
    return option.getValue().stream()
        .map(value -> (option.getKey() + " " + LaunchedAs.quoted(value)).strip());
  }

  /** The runs of a shard; new seeds count from a base. */
  public List<PlannedRun> runs(long base) {
    List<PlannedRun> runs = new ArrayList<>();
    int number = 0;
    for (int from = 0; from < parts.size(); ) {
      int priority = parts.get(from).combination().priority();
      int to = from;
      int rounds = 0;
      while (to < parts.size() && parts.get(to).combination().priority() == priority) {
        rounds = Math.max(rounds, parts.get(to).combination().seeds().count());
        to++;
      }
      for (int round = 0; round < rounds && number < CampaignFile.RUNS_MAX; round++) {
        for (int part = from; part < to; part++) {
          if (round < parts.get(part).combination().seeds().count()) {
            number++;
            if (shard.has(part, round)) {
              runs.add(planned(number, part, round, base));
            }
          }
        }
      }
      from = to;
    }
    return runs;
  }

  private PlannedRun planned(int number, int part, int round, long base) {
    Part of = parts.get(part);
    Seeds seeds = of.combination().seeds();
    long seed = seeds.get(round, base);
    List<String> words = new ArrayList<>(of.combination().words().words());
    words.addAll(List.of("--seed", Long.toString(seed)));
    return new PlannedRun(
        number, part, words, of.checked().subject(), of.label(), seed, of.checked().limit());
  }

  /** How many runs the shard has; -1 if as many as there is time for. */
  public int count() {
    return isOpen ? -1 : runs(0).size();
  }

  /** The part of the campaign. */
  public Shard shard() {
    return shard;
  }

  /** SHA-256 over all that decides which runs there are in all shards; equal for equal plans. */
  public String digest() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(part.combination().words().words())
          .append(' ')
          .append(part.combination().seeds().text())
          .append('\n');
    }
    return Checksum.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
