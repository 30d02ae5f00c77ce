package dev.ordeal.results.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The time that a drawing shows, from left to right, without some stretches of it.
 *
 * @param from nanoseconds
 * @param to nanoseconds, later than from
 * @param left where from is, in pixels
 * @param right where to is
 * @param breaks what is left out, in the order of time
 */
record TimeAxis(long from, long to, int left, int right, List<Break> breaks) {
  private static final int TICKS_MAX = 8;
  private static final int TICK = 4;
  private static final int BREAK = 64;

  /** A stretch of time that is not drawn, from and to in nanoseconds. */
  record Break(long from, long to) {
    /** How long it is, as people say it. */
    String length() {
      double seconds = (to - from) / 1e9;
      return seconds >= 100
          ? HtmlReport.number(seconds / 60, 1) + " min"
          : seconds >= 1
              ? String.format(Locale.ROOT, "%.1f s", seconds)
              : HtmlReport.number(seconds * 1e3, seconds >= 0.01 ? 0 : 3) + " ms";
    }
  }

  /** One that leaves nothing out. */
  TimeAxis(long from, long to, int left, int right) {
    this(from, to, left, right, List.of());
  }

  /** How much time is drawn, in nanoseconds. */
  long drawn() {
    return to - from - breaks.stream().mapToLong(b -> b.to() - b.from()).sum();
  }

  private double scale() {
    return (right - left - BREAK * breaks.size()) / (double) Math.max(1, drawn());
  }

  /** The stretches that are drawn, in order. */
  private List<Break> parts() {
    List<Break> parts = new ArrayList<>();
    long begin = from;
    for (Break gap : breaks) {
      parts.add(new Break(begin, gap.from()));
      begin = gap.to();
    }
    parts.add(new Break(begin, to));
    return parts;
  }

  /** Whether something that lasts from one instant to another is not wholly left out. */
  boolean shows(long start, long end) {
    return parts().stream().anyMatch(part -> start <= part.to() && end >= part.from());
  }

  /** Where an instant is, at the edge if it is not within the drawing. */
  double x(long nanos) {
    long at = Math.clamp(nanos, from, to);
    double x = left;
    long begin = from;
    for (Break gap : breaks) {
      if (at <= gap.from()) {
        break;
      }
      x += (gap.from() - begin) * scale();
      if (at < gap.to()) {
        return x + BREAK * ((at - gap.from()) / (double) (gap.to() - gap.from()));
      }
      x += BREAK;
      begin = gap.to();
    }
    return x + (at - begin) * scale();
  }

  /** Instants in seconds, each with its pixel; linear between them: for the page's script. */
  String knots() {
    StringBuilder knots = new StringBuilder();
    for (Break part : parts()) {
      for (long instant : new long[] {part.from(), part.to()}) {
        knots
            .append(knots.isEmpty() ? "" : " ")
            .append(attribute(instant))
            .append(String.format(Locale.ROOT, " %.2f", x(instant)));
      }
    }
    return knots.toString();
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
    for (Break part : parts()) {
      long step = step(part);
      int digits = 0;
      for (long unit = 1_000_000_000; unit > step && digits < 9; unit /= 10) {
        digits++;
      }
      for (long tick = Math.ceilDiv(part.from(), step) * step; tick <= part.to(); tick += step) {
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
    }
    svg.append("</g>");
  }

  /**
   * Draws what is left out as strips over all that goes on behind them, with their length below.
   *
   * @param top where the strips begin: below the names of faults, which are readable so
   * @param bottom where the axis is
   */
  void drawBreaks(StringBuilder svg, int top, int bottom) {
    for (Break gap : breaks) {
      String times =
          " data-from=\"%s\" data-to=\"%s\"".formatted(attribute(gap.from()), attribute(gap.to()));
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"break\"%s x=\"%.1f\" y=\"%d\" width=\"%d\" height=\"%d\"><title>%s are"
                  + " left out here: %s to %s s</title></rect><text class=\"break\"%s x=\"%.1f\""
                  + " y=\"%d\" pointer-events=\"none\">⋯ %s</text>",
              times,
              x(gap.from()),
              top,
              BREAK,
              bottom - top + TICK,
              gap.length(),
              Timeline.seconds(gap.from()),
              Timeline.seconds(gap.to()),
              times,
              x(gap.from()) + 3,
              bottom + 32,
              gap.length()));
    }
  }

  /**
   * The least of 1, 2 and 5 times a power of ten that makes no more ticks than are readable, but
   * one in each part.
   */
  private long step(Break part) {
    long least = 1;
    int[] factors = {2, 5, 10};
    for (long power = 1; ; power *= 10) {
      for (int factor : factors) {
        long next = power * factor;
        boolean isEnough = drawn() / least <= TICKS_MAX;
        boolean isLast = Math.ceilDiv(part.from(), next) * next > part.to();
        if (isEnough || isLast) {
          return least;
        }
        least = next;
      }
    }
  }
}
