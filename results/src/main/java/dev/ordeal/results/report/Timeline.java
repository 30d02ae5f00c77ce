package dev.ordeal.results.report;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The operations around an anomaly as a drawing: a lane for each process, a bar for each operation
 * on the anomaly's key, the witness outlined.
 */
final class Timeline {
  private static final int WIDTH = 1080;
  private static final int LEFT = 90;
  private static final int LANE = 30;
  private static final int BARS_MAX = 120;
  private static final int LANES_MAX = 14;
  private static final int LABEL_MAX = 70;
  private static final double LABEL_PIXELS_PER_CHARACTER = 6.5;

  private Timeline() {}

  static String svg(History history, Anomaly anomaly) {
    List<Operation> witness = anomaly.witness();
    if (witness.isEmpty()) {
      return "";
    }
    long begin = witness.stream().mapToLong(Operation::start).min().getAsLong();
    long last = history.events().getLast().time();
    // Calls of unknown outcome may last for ever; it is their beginning that matters.
    long end =
        witness.stream()
            .mapToLong(op -> op.isInfo() ? op.start() : Math.min(op.end(), last))
            .max()
            .getAsLong();
    long margin = Math.max(1_000_000, (end - begin) / 12);
    long from = Math.max(0, begin - margin);
    long to = end + margin;
    List<Operation> shown = nearby(history, anomaly, from, to);
    List<Integer> lanes =
        new ArrayList<>(new TreeSet<>(shown.stream().map(Operation::process).toList()));
    StringBuilder svg = new StringBuilder();
    int height = lanes.size() * LANE + 30;
    svg.append(
        ("<svg viewBox=\"0 0 %d %d\" role=\"img\" "
                + "aria-label=\"Operations on this key around the anomaly\">")
            .formatted(WIDTH, height));
    for (int i = 0; i < lanes.size(); i++) {
      int y = i * LANE + LANE / 2 + 4;
      svg.append("<text x=\"0\" y=\"%d\">process %d</text>".formatted(y, lanes.get(i)));
      svg.append(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"var(--line)\"/>"
              .formatted(LEFT, WIDTH, y - 4, y - 4));
    }
    double scale = (WIDTH - LEFT) / (double) Math.max(1, to - from);
    for (Operation op : shown) {
      bar(svg, op, lanes.indexOf(op.process()), from, to, scale, witness.contains(op));
    }
    svg.append("<text x=\"%d\" y=\"%d\">%s s</text>".formatted(LEFT, height - 6, seconds(from)));
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s s</text>"
            .formatted(WIDTH, height - 6, seconds(to)));
    return svg.append("</svg>").toString();
  }

  private static List<Operation> nearby(History history, Anomaly anomaly, long from, long to) {
    boolean transaction = history.columns().hasTransactions();
    List<Operation> all =
        new ArrayList<>(
            history.operations().stream()
                .filter(op -> op.start() <= to && op.end() >= from)
                .filter(op -> op.key().equals(anomaly.key()) || transaction)
                .toList());
    // The witness first, then whatever is nearest to its end.
    all.sort(
        Comparator.comparing((Operation op) -> !anomaly.witness().contains(op))
            .thenComparingLong(op -> Math.abs(to - op.start())));
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

  private static void bar(
      StringBuilder svg, Operation op, int lane, long from, long to, double scale, boolean marked) {
    double x = LEFT + Math.max(0, (op.start() - from) * scale);
    double end = LEFT + (Math.min(op.end(), to) - from) * scale;
    double width = Math.max(3, end - x);
    String colour =
        switch (op.outcome()) {
          case OK -> "var(--ok)";
          case FAIL -> "var(--fail)";
          default -> "var(--info)";
        };
    String label = label(op);
    svg.append("<g><title>").append(escape(op.describe())).append("</title>");
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\" fill=\"%s\" "
                + "fill-opacity=\"%s\" stroke=\"%s\" stroke-width=\"%d\"%s/>",
            x,
            lane * LANE + 4,
            width,
            LANE - 10,
            colour,
            marked ? "0.75" : "0.3",
            marked ? "var(--bad)" : colour,
            marked ? 2 : 1,
            op.isInfo() ? " stroke-dasharray=\"4 3\"" : ""));
    boolean fits = width > label.length() * LABEL_PIXELS_PER_CHARACTER;
    if (fits || marked) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\"%s>%s</text>",
              fits ? x + 3 : Math.min(x, WIDTH - label.length() * LABEL_PIXELS_PER_CHARACTER),
              lane * LANE + LANE / 2 + 4,
              marked ? " font-weight=\"700\"" : "",
              escape(label)));
    }
    svg.append("</g>");
  }

  private static String label(Operation op) {
    String shown = op.isOk() ? op.result().toString() : op.argument().toString();
    String label = op.function() + " " + shown;
    return label.length() <= LABEL_MAX ? label : label.substring(0, LABEL_MAX - 1) + "…";
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
