package dev.ordeal.harness.cli.campaign;

import dev.ordeal.harness.cli.replay.BinomialInterval;
import dev.ordeal.results.campaign.CampaignHeader;
import dev.ordeal.results.campaign.CampaignReport;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.campaign.EarlierNights;
import dev.ordeal.results.campaign.Ending;
import dev.ordeal.results.campaign.FailureGroup;
import dev.ordeal.results.campaign.Quarantined;
import dev.ordeal.results.campaign.RunEnd;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes a campaign's report of what was recorded. */
public final class Reporting {
  private final EarlierNights earlier;
  private final LocalDate today;

  /**
   * @param earlier what is known of earlier nights
   * @param today decides which entries of a quarantine have expired
   */
  public Reporting(EarlierNights earlier, LocalDate today) {
    this.earlier = earlier;
    this.today = today;
  }

  /** The report of a campaign, or of a shard. */
  public CampaignReport of(CampaignState state) {
    CampaignHeader header = state.header();
    List<RunEnd> results = state.results();
    Map<String, Integer> skipped = new TreeMap<>();
    state.skipped().values().forEach(why -> skipped.merge(why, 1, Integer::sum));
    int attempts = state.ends().values().stream().mapToInt(List::size).sum();
    return new CampaignReport(
        header.name(),
        header.night(),
        header.command(),
        header.version(),
        state.over(),
        state.seconds(),
        header.planned(),
        results,
        attempts - results.size(),
        skipped,
        groups(results, header.night(), state.quarantine()),
        unused(results, state.quarantine()),
        state.gaps(),
        earlier.before(header.night()));
  }

  private List<FailureGroup> groups(
      List<RunEnd> results, String night, List<Quarantined> quarantine) {
    Map<String, List<RunEnd>> bySignature = new TreeMap<>();
    results.stream()
        .filter(end -> end.ending() != Ending.VALID)
        .forEach(
            end -> bySignature.computeIfAbsent(end.signature(), s -> new ArrayList<>()).add(end));
    Map<String, Long> subjects =
        results.stream().collect(Collectors.groupingBy(RunEnd::subject, Collectors.counting()));
    List<FailureGroup> groups = new ArrayList<>();
    bySignature.forEach(
        (signature, ends) -> {
          RunEnd first = ends.getFirst();
          int of = subjects.get(first.subject()).intValue();
          int seen = (int) results.stream().filter(end -> end.shows(first)).count();
          BinomialInterval interval = BinomialInterval.of(seen, of);
          groups.add(
              new FailureGroup(
                  signature,
                  ends,
                  seen,
                  of,
                  interval.lower(),
                  interval.upper(),
                  earlier.since(signature, night).orElse(""),
                  covering(signature, quarantine, q -> !q.isExpired(today)),
                  covering(signature, quarantine, q -> q.isExpired(today))));
        });
    groups.sort(CampaignReport.ORDER);
    return groups;
  }

  private static Optional<Quarantined> covering(
      String signature, List<Quarantined> quarantine, Predicate<Quarantined> which) {
    return quarantine.stream().filter(q -> q.covers(signature)).filter(which).findFirst();
  }

  private static List<Quarantined> unused(List<RunEnd> results, List<Quarantined> quarantine) {
    return quarantine.stream()
        .filter(q -> results.stream().map(RunEnd::signature).noneMatch(q::covers))
        .toList();
  }
}
