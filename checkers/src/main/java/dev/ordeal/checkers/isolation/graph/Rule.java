package dev.ordeal.checkers.isolation.graph;

/**
 * Which cycles a level forbids: those along which this automaton can walk.
 *
 * <p>Every transaction has an instant at which it takes its snapshot and, later, one at which it
 * commits. At each level each kind of dependency puts some instant of one transaction before some
 * instant of the other; a history keeps the level if and only if that can be arranged, which is: if
 * there is no cycle. A walk's state is the instant at which it has come to a transaction: the
 * snapshot, from where also the commit can be reached, or the commit.
 */
public enum Rule {
  /** Adya's PL-1: only writes count. */
  WRITES(1) {
    @Override
    int step(int state, int type) {
      return type == Graph.WW || type == Graph.PO ? 0 : NO;
    }
  },
  /** Adya's PL-2: who reads sees what was committed. */
  WRITES_AND_READS(1) {
    @Override
    int step(int state, int type) {
      return type == Graph.RW ? NO : 0;
    }
  },
  /** Prefix consistency: snapshots are beginnings of one order of commits, and updates get lost. */
  PREFIX(2) {
    @Override
    int step(int state, int type) {
      return switch (type) {
        case Graph.WW -> COMMIT;
        case Graph.RW -> state == COMMIT ? NO : COMMIT;
        default -> SNAPSHOT;
      };
    }
  },
  /** Snapshot isolation: also, who writes what another wrote has it in the snapshot. */
  SNAPSHOT_ISOLATION(2) {
    @Override
    int step(int state, int type) {
      return type != Graph.RW ? SNAPSHOT : state == COMMIT ? NO : COMMIT;
    }
  },
  /** Serializability: snapshot and commit are one instant. */
  SERIALIZABLE(1) {
    @Override
    int step(int state, int type) {
      return 0;
    }
  };

  static final int NO = -1;

  /** The state in which a transaction reads. */
  public static final int SNAPSHOT = 0;

  /** The state in which a transaction's writes take effect. */
  public static final int COMMIT = 1;

  private final int states;

  Rule(int states) {
    this.states = states;
  }

  /**
   * How many states a transaction has in a walk: its snapshot, and its commit where that is
   * another.
   */
  public int states() {
    return states;
  }

  /** The state after an edge that is no relay's; {@link #NO} if the walk ends. */
  abstract int step(int state, int type);

  /**
   * The state after an edge, a relay's among them; negative if a walk may not go that way.
   *
   * @param sessions whether walks go along sessions
   */
  public int after(int state, int type, boolean sessions) {
    if (type == Graph.RELAY) {
      return state;
    }
    return type == Graph.PO && !sessions ? NO : step(state, type);
  }

  /** All steps as a table, by state and type; relays keep the state. */
  int[] table(boolean sessions) {
    int types = Graph.RELAY + 1;
    int[] table = new int[states * types];
    for (int state = 0; state < states; state++) {
      for (int type = 0; type < types; type++) {
        table[state * types + type] = after(state, type, sessions);
      }
    }
    return table;
  }
}
