package dev.ordeal.results.report;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A cycle as a drawing: a box for each operation with what it did, and arrows from the one that
 * came first to the one that came later.
 */
final class CycleDrawing {
  /** Longer cycles show their beginning only; the steps below the drawing are all there. */
  private static final int BOXES_MAX = 8;

  private static final int LINES_MAX = 5;
  private static final int CHARACTERS_MAX = 34;
  private static final double WIDTH = 1080;
  private static final double BOX_WIDTH = 232;
  private static final double LINE_HEIGHT = 17;
  private static final double MARGIN = 24;
  private static final double LABEL_PIXELS_PER_CHARACTER = 7;

  private record Box(double x, double y, double height, List<String> lines) {
    /** Where the way from the box's centre to a point leaves the box. */
    double[] border(double[] towards) {
      double dx = towards[0] - x;
      double dy = towards[1] - y;
      double scale =
          Math.min(
              dx == 0 ? Double.MAX_VALUE : BOX_WIDTH / 2 / Math.abs(dx),
              dy == 0 ? Double.MAX_VALUE : height / 2 / Math.abs(dy));
      return new double[] {x + dx * scale, y + dy * scale};
    }
  }

  private CycleDrawing() {}

  /** The drawing; empty for an anomaly that is no cycle. */
  static String svg(Anomaly anomaly) {
    if (anomaly.cycle().isEmpty()) {
      return "";
    }
    List<List<String>> texts = new ArrayList<>();
    int shown = Math.min(anomaly.cycle().size(), BOXES_MAX);
    boolean folded = anomaly.cycle().size() > BOXES_MAX;
    for (int i = 0; i < shown; i++) {
      texts.add(
          folded && i == BOXES_MAX - 1
              ? List.of((anomaly.cycle().size() - BOXES_MAX + 1) + " more operations")
              : text(anomaly.witness().get(anomaly.cycle().get(i).from())));
    }
    double tallest = texts.stream().mapToInt(List::size).max().orElse(1) * LINE_HEIGHT + 12;
    double height = shown == 2 ? tallest + 130 : Math.max(2, shown / 2) * (tallest + 56);
    List<Box> boxes = place(texts, height);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">"
                + "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" "
                + "markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">"
                + "<path d=\"M0 0 8 4 0 8z\" fill=\"var(--bad)\"/></marker></defs>",
            WIDTH,
            height,
            "Operations, each of which must have come before the next"));
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      boolean last = folded && i == BOXES_MAX - 1;
      Precedence step = anomaly.cycle().get(last ? anomaly.cycle().size() - 1 : i);
      int number = last ? anomaly.cycle().size() : i + 1;
      String text = number + " " + words(step.kind());
      labels.append(arrow(svg, boxes, i, (i + 1) % shown, height, text, step));
    }
    svg.append(labels);
    boxes.forEach(box -> box(svg, box));
    return svg.append("</svg>").toString();
  }

  /** Around an ellipse, clockwise, the first on the left. */
  private static List<Box> place(List<List<String>> texts, double height) {
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      double angle = Math.PI + 2 * Math.PI * i / texts.size();
      double boxHeight = texts.get(i).size() * LINE_HEIGHT + 12;
      double x = WIDTH / 2 + Math.cos(angle) * (WIDTH - BOX_WIDTH - 2 * MARGIN) / 2;
      double y = height / 2 + Math.sin(angle) * (height - boxHeight - 2 * MARGIN) / 2;
      boxes.add(new Box(x, y, boxHeight, texts.get(i)));
    }
    return boxes;
  }

  /** Draws an arrow; returns its label, which is drawn later. */
  private static String arrow(
      StringBuilder svg,
      List<Box> boxes,
      int from,
      int to,
      double height,
      String label,
      Precedence step) {
    Box a = boxes.get(from);
    Box b = boxes.get(to);
    double[] middle = {(a.x + b.x) / 2, (a.y + b.y) / 2};
    // Bent outwards, so that two transactions have two arrows to be told apart.
    if (boxes.size() == 2) {
      middle[1] += (from == 0 ? -1 : 1) * (height / 2 - 10);
    } else {
      middle[0] += (middle[0] - WIDTH / 2) * 0.25;
      middle[1] += (middle[1] - height / 2) * 0.25;
    }
    double[] begin = a.border(middle);
    double[] end = b.border(middle);
    svg.append("<g><title>").append(Timeline.escape(step.because())).append("</title>");
    svg.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %.1f Q%.1f %.1f %.1f %.1f\" fill=\"none\" stroke=\"var(--bad)\" "
                + "stroke-width=\"2\" marker-end=\"url(#tip)\"%s/>",
            begin[0],
            begin[1],
            middle[0],
            middle[1],
            end[0],
            end[1],
            step.kind().length() == 2 ? "" : " stroke-dasharray=\"6 4\""));
    svg.append("</g>");
    double x = (begin[0] + 2 * middle[0] + end[0]) / 4;
    double y = (begin[1] + 2 * middle[1] + end[1]) / 4;
    return label(label, x, y);
  }

  /** On ground of its own, drawn after all arrows: none strikes it through. */
  private static String label(String text, double x, double y) {
    double width = text.length() * LABEL_PIXELS_PER_CHARACTER + 8;
    return String.format(
        Locale.ROOT,
        "<rect class=\"ground\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"18\" "
            + "fill=\"var(--bg)\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" "
            + "font-weight=\"700\">%s</text>",
        x - width / 2,
        y - 9,
        width,
        x,
        y + 4,
        Timeline.escape(text));
  }

  private static void box(StringBuilder svg, Box box) {
    double left = box.x - BOX_WIDTH / 2;
    double top = box.y - box.height / 2;
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\" rx=\"6\" "
                + "fill=\"var(--card)\" stroke=\"var(--fg)\"/>",
            left,
            top,
            BOX_WIDTH,
            box.height));
    for (int i = 0; i < box.lines.size(); i++) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%.1f\"%s>%s</text>",
              left + 8,
              top + 6 + LINE_HEIGHT * (i + 0.75),
              i == 0 ? " font-weight=\"700\"" : "",
              Timeline.escape(box.lines.get(i))));
    }
  }

  /** What an arrow says of where it points to. */
  private static String words(String kind) {
    return switch (kind) {
      case "ww" -> "overwritten by";
      case "wr" -> "read by";
      case "rw" -> "did not see";
      case "process" -> "before it in its process";
      case "realtime" -> "over before the call of";
      default -> kind;
    };
  }

  private static List<String> text(Operation op) {
    List<String> lines = new ArrayList<>();
    lines.add(op.label() + ", " + op.caller() + (op.isInfo() ? ", outcome unknown" : ""));
    Value did = op.isOk() && !op.result().isNil() ? op.result() : op.argument();
    List<Value> steps = did instanceof Value.Seq seq ? seq.items() : List.of();
    if (steps.isEmpty() || !steps.stream().allMatch(CycleDrawing::isMicroOperation)) {
      lines.add(abridged(op.did()));
      return lines;
    }
    for (Value step : steps) {
      if (lines.size() == LINES_MAX && steps.size() >= LINES_MAX + 1) {
        lines.add("… and " + (steps.size() - LINES_MAX + 1) + " more");
        break;
      }
      lines.add(abridged(line(step, op.isOk())));
    }
    return lines;
  }

  private static boolean isMicroOperation(Value step) {
    return step instanceof Value.Seq seq
        && seq.items().size() == 3
        && seq.items().getFirst() instanceof Value.Text;
  }

  private static String line(Value step, boolean known) {
    String function = step.asList().getFirst().asText();
    String key = step.asList().get(1).toString();
    String value = step.asList().get(2).toString();
    return switch (function) {
      case "r" -> "read " + key + (known ? " = " + value : "");
      case "w" -> "write " + key + " = " + value;
      case "append" -> "append " + value + " to " + key;
      default -> function + " " + key + " " + value;
    };
  }

  /** Of a long list the end is what matters: that is where it grows. */
  private static String abridged(String line) {
    if (line.length() <= CHARACTERS_MAX) {
      return line;
    }
    int equals = line.indexOf(" = ");
    if (equals < 0 || equals > CHARACTERS_MAX / 2) {
      return line.substring(0, CHARACTERS_MAX - 1) + "…";
    }
    String head = line.substring(0, equals + 3) + "… ";
    return head + line.substring(line.length() - (CHARACTERS_MAX - head.length()));
  }
}
