package dev.ordeal.results.campaign;

import dev.ordeal.results.report.HtmlReport;
import dev.ordeal.results.report.HtmlText;
import dev.ordeal.results.report.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A campaign as one page that opens from disk, with links to the reports of its runs. */
public final class CampaignHtml {
  private static final int LINKS_MAX = 10;
  private static final int WHY_MAX = 200;

  private CampaignHtml() {}

  /** The page, for the campaign's folder. */
  public static String of(CampaignReport report) {
    CampaignPage page =
        new CampaignPage(
            report.name(),
            report.worst().name(),
            report.worst().text(),
            report.sentence(),
            "night of " + report.night() + " · Ordeal " + report.version(),
            report.command(),
            cards(report),
            report.groups().stream().map(CampaignHtml::group).toList(),
            report.incomplete().orElse(""),
            report.assurance(),
            report.held().entrySet().stream()
                .map(kind -> new CampaignPage.Held(kind.getKey(), kind.getValue()))
                .toList(),
            report.notSeen().stream()
                .map(each -> new CampaignPage.Vanished(each.signature(), each.sentence()))
                .toList(),
            CampaignTrend.of(report),
            report.unused().stream()
                .map(
                    entry ->
                        "%s (%s, until %s: %s)"
                            .formatted(
                                entry.signature(), entry.owner(), entry.expires(), entry.reason()))
                .toList(),
            report.results().stream().map(CampaignHtml::run).toList(),
            HtmlReport.css());
    return Printable.of(new CampaignPageRenderer(null, HtmlText::escaped).execute(page));
  }

  private static List<CampaignPage.Card> cards(CampaignReport report) {
    List<CampaignPage.Card> cards = new ArrayList<>();
    for (Ending ending : Ending.values()) {
      int count = report.count(ending);
      if (count > 0 || ending == Ending.VALID) {
        cards.add(new CampaignPage.Card(ending.text(), Integer.toString(count)));
      }
    }
    long fresh = report.groups().stream().filter(g -> g.status().equals("new")).count();
    cards.add(new CampaignPage.Card("new failures", Long.toString(fresh)));
    cards.add(
        new CampaignPage.Card(
            "operations", String.format(Locale.ROOT, "%,d", report.operations())));
    int held = report.held().values().stream().mapToInt(Integer::intValue).sum();
    cards.add(new CampaignPage.Card("faults held", String.format(Locale.ROOT, "%,d", held)));
    return cards;
  }

  private static CampaignPage.Group group(FailureGroup group) {
    List<CampaignPage.Link> links =
        group.ends().stream()
            .limit(LINKS_MAX)
            .map(
                end ->
                    new CampaignPage.Link(
                        "run %d (seed %d)".formatted(end.run(), end.seed()), where(end)))
            .toList();
    int more = group.ends().size() - links.size();
    return new CampaignPage.Group(
        group.status(),
        group.signature(),
        group.rate(),
        group.note(),
        group.beside(),
        group.example().reason(),
        group.example().reproduce(),
        links,
        more > 0 ? "and %d more".formatted(more) : "");
  }

  private static String where(RunEnd end) {
    return CampaignReport.link(end.report().isEmpty() ? end.console() : end.report());
  }

  private static CampaignPage.Run run(RunEnd end) {
    String why =
        end.ending() == Ending.VALID
            ? ""
            : end.ending() == Ending.INVALID ? String.join(", ", end.anomalies()) : end.reason();
    return new CampaignPage.Run(
        end.run(),
        end.label(),
        end.subject(),
        end.seed(),
        end.ending().name(),
        end.ending().text(),
        why.length() > WHY_MAX ? why.substring(0, WHY_MAX) + "…" : why,
        String.format(Locale.ROOT, "%.1f", end.seconds()),
        String.format(Locale.ROOT, "%,d", end.operations()),
        end.report().isEmpty() ? "" : CampaignReport.link(end.report()),
        CampaignReport.link(end.console()));
  }
}
