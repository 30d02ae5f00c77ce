package dev.ordeal.results.report;

import java.util.Locale;

/**
 * The time that a drawing shows, from left to right.
 *
 * @param from nanoseconds
 * @param to nanoseconds, later than from
 * @param left where from is, in pixels
 * @param right where to is
 */
record TimeAxis(long from, long to, int left, int right) {
  private static final int TICKS_MAX = 8;
  private static final int TICK = 4;

  private double scale() {
    return (right - left) / (double) Math.max(1, to - from);
  }

  /** Where an instant is, at the edge if it is not within the drawing. */
  double x(long nanos) {
    return left + (Math.clamp(nanos, from, to) - from) * scale();
  }

  /** An instant in seconds, as attributes have it for the page's script. */
  static String attribute(long nanos) {
    return String.format(Locale.ROOT, "%.6f", nanos / 1e9);
  }

  /**
   * Draws lines at round instants, with their seconds below.
   *
   * @param height of the lines
   */
  void draw(StringBuilder svg, int height) {
    svg.append("<g class=\"axis\">");
    long step = step();
    int digits = 0;
    for (long unit = 1_000_000_000; unit > step && digits < 9; unit /= 10) {
      digits++;
    }
    for (long tick = Math.ceilDiv(from, step) * step; tick <= to; tick += step) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"0\" y2=\"%2$d\"/>"
                  + "<text x=\"%1$.1f\" y=\"%3$d\" text-anchor=\"middle\">%4$."
                  + digits
                  + "f s</text>",
              x(tick),
              height + TICK,
              height + 18,
              tick / 1e9));
    }
    svg.append("</g>");
  }

  /** The least of 1, 2 and 5 times a power of ten that makes no more ticks than are readable. */
  private long step() {
    long step = 1;
    int[] factors = {2, 5, 10};
    for (long power = 1; ; power *= 10) {
      for (int factor : factors) {
        if ((to - from) / step <= TICKS_MAX) {
          return step;
        }
        step = power * factor;
      }
    }
  }
}
