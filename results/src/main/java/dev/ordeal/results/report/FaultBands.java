package dev.ordeal.results.report;

import dev.ordeal.results.history.fault.FaultWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The faults that held during a drawing, as bands behind it with their names above. */
final class FaultBands {
  private static final int ROW = 18;
  private static final int ROWS_MAX = 6;
  private static final double PIXELS_PER_CHARACTER = 6.2;

  /** Each fault, and the row of its name; those that overlap have others. */
  private record Band(FaultWindow fault, int row) {}

  private final TimeAxis axis;
  private final List<Band> bands = new ArrayList<>();
  private final int rows;

  FaultBands(List<FaultWindow> faults, TimeAxis axis) {
    this.axis = axis;
    List<Double> ends = new ArrayList<>();
    for (FaultWindow fault : faults) {
      if (fault.start() > axis.to() || fault.end() < axis.from()) {
        continue;
      }
      double begin = axis.x(fault.start());
      double end = Math.max(axis.x(fault.end()), begin + width(fault.description()));
      int row = 0;
      while (row < ends.size() && ends.get(row) > begin) {
        row++;
      }
      if (row == ends.size()) {
        ends.add(end);
      } else {
        ends.set(row, end);
      }
      bands.add(new Band(fault, row));
    }
    rows = Math.min(ROWS_MAX, ends.size());
  }

  private static double width(String text) {
    return text.length() * PIXELS_PER_CHARACTER + 6;
  }

  /** How many pixels above the drawing their names take. */
  int height() {
    return rows * ROW;
  }

  void draw(StringBuilder svg, int bottom) {
    svg.append("<g class=\"bands\">");
    for (Band band : bands) {
      FaultWindow fault = band.fault();
      double x = axis.x(fault.start());
      double width = Math.max(1, axis.x(fault.end()) - x);
      String times =
          " data-from=\"%s\" data-to=\"%s\""
              .formatted(TimeAxis.attribute(fault.start()), TimeAxis.attribute(fault.end()));
      String title = Timeline.escape(fault.description());
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"band\"%s x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\">"
                  + "<title>%s\n%s to %s s</title></rect>",
              times,
              x,
              band.row() * ROW,
              width,
              bottom - band.row() * ROW,
              title,
              Timeline.seconds(fault.start()),
              Timeline.seconds(fault.end())));
      if (band.row() < rows) {
        double room = axis.right() - x;
        svg.append(
            String.format(
                Locale.ROOT,
                "<text class=\"band\"%s x=\"%.1f\" y=\"%d\" pointer-events=\"none\">%s</text>",
                times,
                x + 3,
                band.row() * ROW + 13,
                Timeline.escape(cut(fault.description(), room))));
      }
    }
    svg.append("</g>");
  }

  private static String cut(String text, double room) {
    int most = Math.max(1, (int) ((room - 6) / PIXELS_PER_CHARACTER));
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
