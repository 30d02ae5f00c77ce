package dev.ordeal.results.report;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * The operations around an anomaly as a drawing: a lane for each process with its node, a bar for
 * each operation on the anomaly's key, the witness outlined.
 */
final class Timeline {
  private static final int WIDTH = 1080;
  private static final int LEFT = 130;
  private static final int LANE = 30;
  private static final int BARS_MAX = 120;
  private static final int LANES_MAX = 14;
  private static final int LABEL_MAX = 70;
  private static final double LABEL_PIXELS_PER_CHARACTER = 6.5;
  private static final double LABEL_MARGIN = 6;

  private Timeline() {}

  /**
   * A drawing, empty where no operations show the anomaly.
   *
   * @param operations those that have a bar
   */
  record Drawing(String svg, List<Operation> operations) {}

  static Drawing of(History history, Anomaly anomaly) {
    List<Operation> witness = anomaly.witness();
    if (witness.isEmpty()) {
      return new Drawing("", List.of());
    }
    long begin = witness.stream().mapToLong(Operation::start).min().getAsLong();
    long last = history.events().getLast().time();
    // Calls of unknown outcome may last for ever; it is their beginning that matters.
    long end =
        witness.stream()
            .mapToLong(op -> op.isInfo() ? op.start() : Math.min(op.end(), last))
            .max()
            .getAsLong();
    // Without times there is the order of events, one apart.
    boolean hasTimes = history.recorded().times();
    List<TimeAxis.Break> breaks = hasTimes ? breaks(witness, end) : List.of();
    long drawnSpan = new TimeAxis(begin, end, LEFT, WIDTH, breaks).drawn();
    long margin = Math.max(hasTimes ? 1_000_000 : 1, drawnSpan / 12);
    long from = Math.max(0, begin - margin);
    long to = end + margin;
    TimeAxis axis = new TimeAxis(from, to, LEFT, WIDTH, breaks);
    List<Operation> shown = nearby(history, anomaly, axis);
    List<Integer> lanes =
        new ArrayList<>(new TreeSet<>(shown.stream().map(Operation::process).toList()));
    FaultBands bands = new FaultBands(FaultWindow.of(history), axis);
    List<Lane> drawn = new ArrayList<>();
    int top = bands.height();
    for (int process : lanes) {
      List<Operation> its = shown.stream().filter(op -> op.process() == process).toList();
      Lane lane = new Lane(its.getFirst().caller(), top);
      its.stream()
          .map(op -> bar(op, label(op, anomaly.key()), axis, hasTimes, witness.contains(op)))
          .sorted(Comparator.comparing((Bar bar) -> !bar.fits()).thenComparingDouble(Bar::x))
          .forEach(lane::add);
      drawn.add(lane);
      top += lane.height();
    }
    int height = top + (breaks.isEmpty() ? 30 : 40);
    StringBuilder svg = new StringBuilder();
    svg.append(
        ("<svg class=\"timeline\" viewBox=\"0 0 %d %d\" role=\"img\" "
                + "aria-label=\"Operations on this key around the anomaly\" "
                + "data-left=\"%d\" data-right=\"%d\" data-knots=\"%s\">")
            .formatted(WIDTH, height, LEFT, WIDTH, axis.knots()));
    bands.draw(svg, top);
    if (hasTimes) {
      axis.draw(svg, top);
    }
    drawn.forEach(lane -> lane.drawBars(svg));
    axis.drawBreaks(svg, bands.height(), top);
    drawn.forEach(lane -> lane.drawLabels(svg));
    return new Drawing(svg.append("</svg>").toString(), shown);
  }

  /** Between the calls and returns of a witness that ends at some instant. */
  private static List<TimeAxis.Break> breaks(List<Operation> witness, long end) {
    return AxisBreaks.between(
        witness.stream()
            .flatMapToLong(op -> LongStream.of(op.start(), Math.min(op.end(), end)))
            .toArray());
  }

  private static List<Operation> nearby(History history, Anomaly anomaly, TimeAxis axis) {
    Set<Value> concerned = new HashSet<>(List.of(anomaly.key()));
    anomaly.witness().forEach(op -> concerned.add(op.key()));
    List<Operation> all =
        new ArrayList<>(
            history.operations().stream()
                .filter(op -> op.start() <= axis.to() && op.end() >= axis.from())
                .filter(op -> concerned.contains(op.key()))
                .filter(op -> axis.shows(op.start(), op.end()))
                .toList());
    // The witness first, then whatever is nearest to its end.
    all.sort(
        Comparator.comparing((Operation op) -> !anomaly.witness().contains(op))
            .thenComparingLong(op -> Math.abs(axis.to() - op.start())));
    Set<Integer> lanes = new HashSet<>();
    List<Operation> shown = new ArrayList<>();
    for (Operation op : all) {
      boolean room = lanes.size() < LANES_MAX || lanes.contains(op.process());
      if (anomaly.witness().contains(op) || (room && shown.size() < BARS_MAX)) {
        lanes.add(op.process());
        shown.add(op);
      }
    }
    return shown;
  }

  private static Bar bar(
      Operation op, String label, TimeAxis axis, boolean hasTimes, boolean marked) {
    double x = axis.x(op.start());
    return new Bar(
        op, label, hasTimes ? "\n" + when(op) : "", x, Math.max(3, axis.x(op.end()) - x), marked);
  }

  private static String when(Operation op) {
    return op.completion()
        .map(
            end ->
                "%s to %s s (%s ms)"
                    .formatted(
                        seconds(op.start()),
                        seconds(end.time()),
                        HtmlReport.number((end.time() - op.start()) / 1e6, 1)))
        .orElse("from %s s, and never returned".formatted(seconds(op.start())));
  }

  /** An operation as it is drawn; {@code x} and {@code width} in pixels. */
  private record Bar(
      Operation op, String label, String when, double x, double width, boolean marked) {
    boolean fits() {
      return width > labelWidth() + LABEL_MARGIN;
    }

    double labelWidth() {
      return label.length() * LABEL_PIXELS_PER_CHARACTER;
    }

    double labelX() {
      return fits() ? x + 3 : Math.min(x, WIDTH - labelWidth());
    }
  }

  /** The bars of one process. What would not be readable in its bar stands below. */
  private static final class Lane {
    private static final int ROW = 14;

    private final String name;
    private final int top;
    private final List<Bar> bars = new ArrayList<>();

    /** The bars by the row of their labels. */
    private final List<List<Bar>> rows = new ArrayList<>(List.of(new ArrayList<>()));

    Lane(String name, int top) {
      this.name = name;
      this.top = top;
    }

    void add(Bar bar) {
      bars.add(bar);
      if (bar.fits() || bar.marked()) {
        // Beside its bar it would stand on those of others.
        int row = bar.fits() ? 0 : 1;
        while (row < rows.size() && rows.get(row).stream().anyMatch(b -> overlap(b, bar))) {
          row++;
        }
        if (row == rows.size()) {
          rows.add(new ArrayList<>());
        }
        rows.get(row).add(bar);
      }
    }

    private static boolean overlap(Bar one, Bar other) {
      return one.labelX() < other.labelX() + other.labelWidth()
          && other.labelX() < one.labelX() + one.labelWidth();
    }

    int height() {
      return LANE + ROW * (rows.size() - 1);
    }

    void drawBars(StringBuilder svg) {
      int line = top + LANE / 2;
      svg.append("<text x=\"0\" y=\"%d\">%s</text>".formatted(line + 4, escape(name)));
      svg.append(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"var(--line)\"/>"
              .formatted(LEFT, WIDTH, line, line));
      bars.forEach(bar -> drawBar(svg, bar));
    }

    void drawLabels(StringBuilder svg) {
      int line = top + LANE / 2;
      for (int row = 0; row < rows.size(); row++) {
        for (Bar bar : rows.get(row)) {
          drawLabel(svg, bar, line + (row == 0 ? 4 : 8 + row * ROW));
        }
      }
    }

    private void drawBar(StringBuilder svg, Bar bar) {
      String colour =
          switch (bar.op().outcome()) {
            case OK -> "var(--ok)";
            case FAIL -> "var(--fail)";
            default -> "var(--info)";
          };
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"bar%s\" data-op=\"%d\"%s x=\"%.1f\" y=\"%d\" width=\"%.1f\""
                  + " height=\"%d\" rx=\"3\" style=\"fill: color-mix(in srgb, %s %d%%, var(--bg))\""
                  + " stroke=\"%s\" stroke-width=\"%d\"%s><title>%s</title></rect>",
              bar.marked() ? " proof" : "",
              bar.op().invocation().index(),
              times(bar.op()),
              bar.x(),
              top + 4,
              bar.width(),
              LANE - 10,
              colour,
              bar.marked() ? 75 : 30,
              bar.marked() ? "var(--bad)" : colour,
              bar.marked() ? 2 : 1,
              bar.op().isInfo() ? " stroke-dasharray=\"4 3\"" : "",
              escape(bar.op().describe() + bar.when())));
    }

    private static String times(Operation op) {
      String end =
          op.isInfo() || op.completion().isEmpty()
              ? ""
              : " data-to=\"%s\"".formatted(TimeAxis.attribute(op.end()));
      return " data-from=\"%s\"%s".formatted(TimeAxis.attribute(op.start()), end);
    }

    /** The bar's own title shows through it. */
    private static void drawLabel(StringBuilder svg, Bar bar, int y) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"label%s\" data-op=\"%d\" x=\"%.1f\" y=\"%d\""
                  + " pointer-events=\"none\"%s>%s</text>",
              bar.marked() ? " proof" : "",
              bar.op().invocation().index(),
              bar.labelX(),
              y,
              bar.fits()
                  ? bar.marked() ? " font-weight=\"700\"" : ""
                  : " font-weight=\"700\" paint-order=\"stroke\" stroke=\"var(--bg)\""
                      + " stroke-width=\"3\"",
              escape(bar.label())));
    }
  }

  /** What an operation did; also of which object, unless that is the anomaly's. */
  private static String label(Operation op, Value key) {
    String label = op.key().equals(key) ? (op.function() + " " + op.said()).strip() : op.did();
    return label.length() <= LABEL_MAX ? label : label.substring(0, LABEL_MAX - 1) + "…";
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
