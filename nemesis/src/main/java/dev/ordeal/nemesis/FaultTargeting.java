package dev.ordeal.nemesis;

import java.util.List;
import java.util.Optional;

/** Turns shapes into nodes; pure. */
public final class FaultTargeting {
  /** Begins a shape that names nodes, joined by a plus. */
  public static final String NAMED = "nodes:";

  private FaultTargeting() {}

  /** Whether a shape means something only where a node leads. */
  static boolean needsLeader(String shape) {
    return List.of("leader", "followers").contains(shape);
  }

  /** Shapes without those that take down a majority. */
  public static List<String> withoutMajorities(List<String> shapes) {
    return shapes.stream().filter(s -> !s.equals("all") && !s.equals("majority")).toList();
  }

  static List<String> struck(Aim aim) {
    List<String> nodes = aim.nodes();
    List<String> order = aim.order();
    int minority = (nodes.size() - 1) / 2;
    return switch (aim.shape()) {
      case "leader" -> List.of(aim.leader().orElse(order.getFirst()));
      case "victim" -> aim.victims().isEmpty() ? order.subList(0, 1) : aim.victims();
      case "one" -> order.subList(0, 1);
      case "minority" -> order.subList(0, Math.max(1, minority));
      case "majority" -> order.subList(0, nodes.size() / 2 + 1);
      case "followers" -> order.stream().filter(n -> !aim.leader().equals(Optional.of(n))).toList();
      case "all" -> nodes;
      default -> named(aim.shape(), nodes);
    };
  }

  /**
   * The nodes that a shape names.
   *
   * @throws IllegalArgumentException if it names none, or others
   */
  public static List<String> named(String shape, List<String> nodes) {
    if (!shape.startsWith(NAMED)) {
      throw new IllegalArgumentException("unknown shape " + shape);
    }
    List<String> named = List.of(shape.substring(NAMED.length()).split("\\+"));
    if (!nodes.containsAll(named)) {
      throw new IllegalArgumentException(
          "the schedule names %s; the nodes are %s".formatted(named, nodes));
    }
    return named;
  }
}
