package dev.ordeal.results.history;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Prints values for people, who would not read a thousand elements. */
final class Brief {
  /** So many items are printed all. */
  private static final int ALL_MAX = 40;

  /** Of more, so many at the beginning and at the end. */
  private static final int AT_ENDS = 12;

  private Brief() {}

  static String of(Value value) {
    if (!(value instanceof Value.Seq seq)) {
      return value.toString();
    }
    List<Value> items = seq.items();
    StringJoiner text = new StringJoiner(", ", "[", "]");
    if (items.size() <= ALL_MAX) {
      items.forEach(item -> text.add(of(item)));
    } else {
      items.subList(0, AT_ENDS).forEach(item -> text.add(of(item)));
      text.add(String.format(Locale.ROOT, "… %,d more …", items.size() - 2 * AT_ENDS));
      items.subList(items.size() - AT_ENDS, items.size()).forEach(item -> text.add(of(item)));
    }
    return text.toString();
  }
}
