package dev.ordeal.targets.yaml;

import dev.ordeal.targets.yaml.document.Node;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A set of HTTP status codes: {@code 200}, {@code 2xx}, {@code 200-299}, or a list of such. */
record Statuses(List<Range> ranges) {
  /** Those that mean success. */
  static final Statuses SUCCESS = new Statuses(List.of(new Range(200, 299)));

  private static final Pattern ONE = Pattern.compile("([1-5])(\\d\\d|xx)(?:-([1-5]\\d\\d))?");

  record Range(int from, int to) {
    @Override
    public String toString() {
      return from == to ? Integer.toString(from) : from + "-" + to;
    }
  }

  static Statuses of(Node node) {
    return new Statuses(node.itemsOrOne().stream().map(Statuses::range).toList());
  }

  private static Range range(Node node) {
    String text = node.text();
    Matcher matcher = ONE.matcher(text);
    if (matcher.matches()) {
      boolean isClass = matcher.group(2).equals("xx");
      int from = Integer.parseInt(matcher.group(1) + (isClass ? "00" : matcher.group(2)));
      String last = matcher.group(3);
      int to = isClass ? from + 99 : last == null ? from : Integer.parseInt(last);
      if (from <= to && !(isClass && last != null)) {
        return new Range(from, to);
      }
    }
    throw node.where().problem("a status expected: 200, 2xx or 200-299, not '" + text + "'");
  }

  boolean contain(int status) {
    return ranges.stream().anyMatch(range -> range.from() <= status && status <= range.to());
  }

  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
  }
}
