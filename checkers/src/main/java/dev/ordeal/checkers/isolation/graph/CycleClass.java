package dev.ordeal.checkers.isolation.graph;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Kinds of cycles, as Adya (1999) and Elle name them; all are about items, since there are no
 * predicates.
 *
 * <p>What a path has shown so far is a state: how many anti-dependencies (0, 1, or 2 for more),
 * whether the last edge was one, whether two were adjacent, and whether there was a read.
 */
public enum CycleClass {
  G0("G0", "only writes"),
  G1C("G1c", "writes and reads"),
  G_SINGLE("G-single-item", "exactly one anti-dependency"),
  G_NONADJACENT("G-nonadjacent-item", "several anti-dependencies, no two next to each other"),
  G2("G2-item", "anti-dependencies next to each other");

  /** Which order holds the cycle together besides the dependencies. */
  public enum Bond {
    NONE(""),
    PROCESS("-process"),
    REALTIME("-realtime");

    private final String suffix;

    Bond(String suffix) {
      this.suffix = suffix;
    }

    /** What holds a cycle together. */
    public static Bond of(Cycle cycle) {
      if (IntStream.of(cycle.types()).anyMatch(type -> type == Cycle.REALTIME)) {
        return REALTIME;
      }
      return IntStream.of(cycle.types()).anyMatch(type -> type == Graph.PO) ? PROCESS : NONE;
    }
  }

  /** How many states there are. */
  public static final int STATES = 32;

  private static final int MANY = 2;
  private static final int COUNT_MASK = 3;
  private static final int LAST = 4;
  private static final int ADJACENT = 8;
  private static final int READ = 16;

  private final String baseName;
  private final String meaning;

  CycleClass(String baseName, String meaning) {
    this.baseName = baseName;
    this.meaning = meaning;
  }

  /** The name of the anomaly. */
  public String anomaly(Bond bond) {
    return baseName + bond.suffix;
  }

  String meaning() {
    return meaning;
  }

  /** The state of a path after one more edge. */
  public static int step(int state, int type) {
    return switch (type) {
      case Graph.RELAY -> state;
      case Graph.WR -> (state | READ) & ~LAST;
      case Graph.RW -> {
        int count = Math.min(MANY, (state & COUNT_MASK) + 1);
        int adjacent = (state & LAST) != 0 ? ADJACENT : 0;
        yield (state & (ADJACENT | READ)) | count | LAST | adjacent;
      }
      default -> state & ~LAST;
    };
  }

  /** The state of a path that was closed to a cycle with an edge in front of it. */
  private static int closed(int state, boolean beginsWithRw) {
    return beginsWithRw && (state & LAST) != 0 ? state | ADJACENT : state;
  }

  /** Whether a path in this state can still become a cycle of this class. */
  public boolean canBecome(int state) {
    int count = state & COUNT_MASK;
    return switch (this) {
      case G0 -> count == 0 && (state & READ) == 0;
      case G1C -> count == 0;
      case G_SINGLE -> count <= 1;
      case G_NONADJACENT -> (state & ADJACENT) == 0;
      case G2 -> true;
    };
  }

  /** Whether a cycle whose edges led to this state is of this class. */
  public boolean accepts(int state, boolean beginsWithRw) {
    int all = closed(state, beginsWithRw);
    int count = all & COUNT_MASK;
    return canBecome(all)
        && switch (this) {
          case G0 -> true;
          case G1C -> (all & READ) != 0;
          case G_SINGLE -> count == 1;
          case G_NONADJACENT -> count == MANY;
          case G2 -> count == MANY && (all & ADJACENT) != 0;
        };
  }

  /** The class of a cycle, without what bonds hold it together. */
  public static CycleClass of(Cycle cycle) {
    int state = 0;
    for (int type : cycle.types()) {
      state = step(state, type);
    }
    for (CycleClass each : values()) {
      if (each.accepts(state, cycle.types()[0] == Graph.RW)) {
        return each;
      }
    }
    throw new IllegalStateException("a cycle of no class");
  }

  /** The type of edge with which every cycle of this class can be begun. */
  public int begins() {
    return switch (this) {
      case G0 -> Graph.WW;
      case G1C -> Graph.WR;
      default -> Graph.RW;
    };
  }

  /** What forbids such cycles, and more: where this finds none there are none. */
  public Rule rule() {
    return switch (this) {
      case G0 -> Rule.WRITES;
      case G1C -> Rule.WRITES_AND_READS;
      case G_SINGLE, G_NONADJACENT -> Rule.SNAPSHOT_ISOLATION;
      case G2 -> Rule.SERIALIZABLE;
    };
  }

  /** The weakest levels that such a cycle rules out. */
  public Set<ConsistencyModel> rulesOut(Bond bond) {
    List<ConsistencyModel> levels = new ArrayList<>();
    switch (this) {
      case G0 ->
          levels.add(
              pick(
                  bond,
                  ConsistencyModel.READ_UNCOMMITTED,
                  ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED,
                  ConsistencyModel.STRONG_READ_UNCOMMITTED));
      case G1C ->
          levels.add(
              pick(
                  bond,
                  ConsistencyModel.READ_COMMITTED,
                  ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
                  ConsistencyModel.STRONG_READ_COMMITTED));
      case G_SINGLE, G_NONADJACENT -> {
        levels.add(
            pick(
                bond,
                ConsistencyModel.SNAPSHOT_ISOLATION,
                ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
                ConsistencyModel.STRONG_SNAPSHOT_ISOLATION));
        if (bond == Bond.NONE) {
          levels.add(ConsistencyModel.REPEATABLE_READ);
        }
        if (bond == Bond.NONE && this == G_SINGLE) {
          levels.add(ConsistencyModel.CONSISTENT_VIEW);
          levels.add(ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION);
        }
      }
      case G2 ->
          levels.add(
              pick(
                  bond,
                  ConsistencyModel.REPEATABLE_READ,
                  ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
                  ConsistencyModel.STRICT_SERIALIZABLE));
    }
    return EnumSet.copyOf(levels);
  }

  private static ConsistencyModel pick(
      Bond bond, ConsistencyModel plain, ConsistencyModel session, ConsistencyModel strong) {
    return switch (bond) {
      case NONE -> plain;
      case PROCESS -> session;
      case REALTIME -> strong;
    };
  }
}
