package dev.ordeal.results.browse;

import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheType;
import java.util.List;

/** What {@code plain.mustache} shows: links to files, or a text as it is. */
@JStacheConfig(type = JStacheType.STACHE)
@JStache(path = "dev/ordeal/results/browse/plain.mustache")
record PlainPage(String title, List<Link> links, String text, String css) {
  boolean hasText() {
    return !text.isEmpty();
  }

  record Link(String text, String href) {}
}
