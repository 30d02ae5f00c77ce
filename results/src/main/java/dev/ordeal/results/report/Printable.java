package dev.ordeal.results.report;

/**
 * Text without characters that do something instead of being shown: programs under test write what
 * they like into errors and logs, and a terminal would obey it.
 */
public final class Printable {
  private Printable() {}

  /**
   * The text with controls, overrides of the writing direction, and what is no character of XML, as
   * {@code \}{@code u001b}. Line feeds and tabs stay.
   */
  public static String of(String text) {
    int first = 0;
    while (first < text.length() && isPlain(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        plain.append(c).append(text.charAt(++i));
      } else if (isShown(c)) {
        plain.append(c);
      } else {
        plain.append("\\u%04x".formatted((int) c));
      }
    }
    return plain.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t';
  }

  private static boolean isShown(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n' || c == '\t';
      case Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      case Character.FORMAT -> (c < '\u202a' || c > '\u202e') && (c < '\u2066' || c > '\u2069');
      default -> true;
    };
  }
}
