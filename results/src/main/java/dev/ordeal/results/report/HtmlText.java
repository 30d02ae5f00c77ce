package dev.ordeal.results.report;

/** Texts of programs under test, and of anybody's histories, on pages: shown, never obeyed. */
public final class HtmlText {
  private HtmlText() {}

  /** A text as content of an element or as a quoted attribute. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
