package dev.ordeal.targets.link;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * What the proxies of a cluster's links carried so far.
 *
 * @param bytes bytes that arrived, by link; empty if the proxies do not count, as a Toxiproxy that
 *     runs elsewhere
 */
public record LinksSeen(Optional<Map<Link, Long>> bytes) {
  /** Bytes that arrived over some links; 0 where nothing is counted. */
  public long over(Collection<Link> links) {
    return bytes
        .map(all -> links.stream().mapToLong(l -> all.getOrDefault(l, 0L)).sum())
        .orElse(0L);
  }
}
