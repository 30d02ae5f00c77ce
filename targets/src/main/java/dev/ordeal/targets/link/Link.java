package dev.ordeal.targets.link;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A directed link: what one node sends to another.
 *
 * @param from the sender
 * @param to the receiver
 */
public record Link(String from, String to) {
  public Link reversed() {
    return new Link(to, from);
  }

  /** Every link in both directions between members of different groups. */
  public static Set<Link> between(List<String> left, List<String> right) {
    Set<Link> links = new LinkedHashSet<>();
    for (String a : left) {
      for (String b : right) {
        if (!a.equals(b)) {
          links.add(new Link(a, b));
          links.add(new Link(b, a));
        }
      }
    }
    return links;
  }

  /** Every link from or to one of some nodes. */
  public static Set<Link> touching(List<String> some, List<String> all) {
    return between(some, all);
  }

  /** The nodes at the ends of some links. */
  public static Set<String> ends(Collection<Link> links) {
    Set<String> ends = new LinkedHashSet<>();
    for (Link link : links) {
      ends.add(link.from());
      ends.add(link.to());
    }
    return ends;
  }

  @Override
  public String toString() {
    return from + "→" + to;
  }
}
