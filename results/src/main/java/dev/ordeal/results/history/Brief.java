package dev.ordeal.results.history;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Prints values for people, who would not read a thousand elements. */
public final class Brief {
  /** So many items are printed all. */
  private static final int ALL_MAX = 40;

  /** Of more, so many at the beginning and at the end. */
  private static final int AT_ENDS = 12;

  /** So many characters of a text are put into a message. */
  private static final int TEXT_MAX = 40;

  private Brief() {}

  /** The beginning of a text, for messages. */
  public static String cut(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX - 1) + "…";
  }

  /** A value for messages: texts in quotes, so that they differ from numbers; cut if long. */
  public static String quoted(Value value) {
    return value instanceof Value.Text text
        ? "\"" + cut(text.value()) + "\""
        : cut(value.toString());
  }

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
