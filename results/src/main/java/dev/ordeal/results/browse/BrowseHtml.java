package dev.ordeal.results.browse;

import dev.ordeal.results.report.HtmlReport;
import dev.ordeal.results.report.HtmlText;
import dev.ordeal.results.report.Printable;
import dev.ordeal.results.verdict.Count;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The list of saved runs as a page. */
public final class BrowseHtml {
  private BrowseHtml() {}

  /**
   * The page.
   *
   * @param where the folders, for people
   * @param all every run there is, the newest first
   */
  public static String of(String where, List<SavedRun> all, RunQuery query) {
    List<SavedRun> found = query.find(all);
    int pages = Math.max(1, Math.ceilDiv(found.size(), RunQuery.ROWS));
    int page = Math.min(query.page(), pages);
    List<SavedRun> shown =
        found.subList((page - 1) * RunQuery.ROWS, Math.min(found.size(), page * RunQuery.ROWS));
    Map<String, Long> states =
        all.stream()
            .collect(Collectors.groupingBy(SavedRun::state, TreeMap::new, Collectors.counting()));
    List<BrowsePage.Choice> choices = new ArrayList<>();
    choices.add(new BrowsePage.Choice("", "all (%d)".formatted(all.size()), ""));
    states.forEach(
        (state, count) ->
            choices.add(
                new BrowsePage.Choice(
                    state,
                    "%s (%d)".formatted(state, count),
                    state.equals(query.state()) ? "selected" : "")));
    return Printable.of(
        new BrowsePageRenderer(null, HtmlText::escaped)
            .execute(
                new BrowsePage(
                    where,
                    Count.of(found.size(), "run")
                        + (found.size() == all.size() ? "" : " of " + all.size()),
                    query.text(),
                    query.sort(),
                    choices,
                    shown.stream().map(BrowseHtml::row).toList(),
                    Stream.of("started", "subject", "state")
                        .map(
                            sort ->
                                new BrowsePage.Link(
                                    sort, address(query, sort, 1), sort.equals(query.sort())))
                        .toList(),
                    pages == 1
                        ? List.of()
                        : IntStream.rangeClosed(1, pages)
                            .mapToObj(
                                number ->
                                    new BrowsePage.Link(
                                        Integer.toString(number),
                                        address(query, query.sort(), number),
                                        number == page))
                            .toList(),
                    all.stream().anyMatch(SavedRun::isRunning),
                    HtmlReport.css())));
  }

  /**
   * The files of a folder as a page.
   *
   * @param address of the folder, with a slash at the end
   * @param names of its files; those of folders end with a slash
   */
  public static String files(String title, String address, List<String> names) {
    List<PlainPage.Link> links =
        names.stream()
            .map(
                name ->
                    new PlainPage.Link(
                        name, address + path(name) + (name.endsWith("/") ? "/" : "")))
            .toList();
    return plain(new PlainPage(title, links, "", HtmlReport.css()));
  }

  /** Lines of text as a page. */
  public static String text(String title, List<String> lines) {
    return plain(new PlainPage(title, List.of(), String.join("\n", lines), HtmlReport.css()));
  }

  private static String plain(PlainPage page) {
    return Printable.of(new PlainPageRenderer(null, HtmlText::escaped).execute(page));
  }

  private static String address(RunQuery query, String sort, int page) {
    return "/?q=%s&state=%s&sort=%s&page=%d"
        .formatted(encoded(query.text()), encoded(query.state()), encoded(sort), page);
  }

  private static BrowsePage.Row row(SavedRun run) {
    String files = "/files/%d/%s/".formatted(run.root(), path(run.path()));
    String state = run.state().toLowerCase(Locale.ROOT);
    return new BrowsePage.Row(
        run.root() + "/" + run.path(),
        run.isCampaign(),
        run.started().replaceFirst("(\\.\\d+)?Z$", "").replace('T', ' '),
        run.subject(),
        run.path(),
        run.state(),
        List.of("valid", "invalid", "unknown").contains(state) ? state : "other",
        run.what(),
        run.isCampaign() ? "" : Long.toString(run.seed()),
        run.page().isEmpty() ? "" : files + run.page(),
        files);
  }

  /** A path as an address has it. */
  public static String path(String path) {
    return Stream.of(path.split("/")).map(BrowseHtml::encoded).collect(Collectors.joining("/"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
