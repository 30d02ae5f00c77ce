package dev.ordeal.targets.link;

/**
 * What can be done to the packets of a link, besides losing them. Shares are above 0 and at most 1.
 */
public sealed interface PacketTrouble {

  /** For people. */
  String describe();

  /** Every packet is late, connections being made too, by a time that varies. */
  record Delay(long millis, long jitterMillis) implements PacketTrouble {
    @Override
    public String describe() {
      return "packets %d ms ± %d ms late".formatted(millis, jitterMillis);
    }
  }

  /** Packets arrive twice. */
  record Duplication(double share) implements PacketTrouble {
    @Override
    public String describe() {
      return "%.0f %% of packets twice".formatted(100 * share);
    }
  }

  /**
   * Packets overtake others.
   *
   * @param share how many go at once
   * @param millis how late the others are
   */
  record Reordering(double share, long millis) implements PacketTrouble {
    @Override
    public String describe() {
      return "%.0f %% of packets overtake others, which are %d ms late"
          .formatted(100 * share, millis);
    }
  }

  /** A bit of a packet is wrong; a receiver that checks sums drops it. */
  record Corruption(double share) implements PacketTrouble {
    @Override
    public String describe() {
      return "a wrong bit in %.0f %% of packets".formatted(100 * share);
    }
  }
}
