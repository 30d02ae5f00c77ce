package dev.ordeal.results.browse;

import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheType;
import java.util.List;

/** What {@code browse.mustache} shows; the template is checked against it when it is compiled. */
@JStacheConfig(type = JStacheType.STACHE)
@JStache(path = "dev/ordeal/results/browse/browse.mustache")
record BrowsePage(
    String where,
    String counts,
    String text,
    String sort,
    List<Choice> states,
    List<Row> rows,
    List<Link> sorts,
    List<Link> pages,
    boolean isLive,
    String css) {
  boolean hasRows() {
    return !rows.isEmpty();
  }

  /** A state to choose; {@code chosen} is an attribute or empty. */
  record Choice(String value, String text, String chosen) {}

  record Link(String text, String href, boolean isHere) {}

  record Row(
      String id,
      boolean isCampaign,
      String started,
      String subject,
      String folder,
      String state,
      String stateClass,
      String what,
      String seed,
      String page,
      String files) {
    boolean hasPage() {
      return !page.isEmpty();
    }
  }
}
