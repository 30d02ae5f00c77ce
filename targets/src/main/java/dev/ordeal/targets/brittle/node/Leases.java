package dev.ordeal.targets.brittle.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Who may answer reads from its own copy, and for how long. There are none of these without a
 * defect; both kinds are right as long as what they trust holds.
 *
 * <p>{@code lease-clock} trusts clocks: a leader that hears from a majority and from a peer says
 * until when, by its clock, nothing is committed that the peer lacks. {@code one-sided-lease}
 * trusts that links carry both ways or not at all: a leader that hears from a majority says to each
 * that hears it that it leads, and waits only for those that it has heard from lately.
 */
final class Leases {
  private static final long HEARTBEAT_MILLIS = 60;
  private static final long LEASE_MILLIS = 150;

  /** As TCP has it, who is not heard can be reached for another fifth of a second only. */
  private static final long ONE_SIDED_HEARTBEAT_MILLIS = 20;

  /** A peer that hears no more has lost its lease before it is given up. */
  private static final long SILENCE_MILLIS = LEASE_MILLIS + 2 * ONE_SIDED_HEARTBEAT_MILLIS + 10;

  private final Set<Defect> defects;
  private final NodeClock clock;
  private final IntSupplier quorum;
  private final Map<String, Long> heardAtMillis = new HashMap<>();
  private final Map<String, Long> promisedMillis = new HashMap<>();
  private long leasedUntilMillis;
  private long leaderHeardMillis;
  private long leaderSinceMillis;

  Leases(Set<Defect> defects, NodeClock clock, IntSupplier quorum) {
    this.defects = defects;
    this.clock = clock;
    this.quorum = quorum;
  }

  long heartbeatMillis() {
    return isOneSided() ? ONE_SIDED_HEARTBEAT_MILLIS : HEARTBEAT_MILLIS;
  }

  boolean areGranted() {
    return defects.contains(Defect.LEASE_CLOCK) || isOneSided();
  }

  private boolean isOneSided() {
    return defects.contains(Defect.ONE_SIDED_LEASE);
  }

  private long millis() {
    return isOneSided() ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) : clock.millis();
  }

  // What a leader does.

  /** The leader before may have heard from a majority just now and granted something then. */
  void elected(Set<String> peers) {
    for (String peer : peers) {
      heardAtMillis.put(peer, millis());
      promisedMillis.put(peer, millis() + 2 * LEASE_MILLIS);
    }
  }

  void heard(String peer) {
    heardAtMillis.put(peer, millis());
  }

  private boolean heardFrom(String peer) {
    return millis() - heardAtMillis.get(peer) < LEASE_MILLIS;
  }

  private boolean heardFromMajority() {
    return heardAtMillis.keySet().stream().filter(this::heardFrom).count() + 1 >= quorum.getAsInt();
  }

  /** What a peer is granted, to go with the next message; 0 for nothing. */
  long grant(String peer) {
    if (!areGranted() || !heardFromMajority()) {
      return 0;
    }
    if (isOneSided()) {
      // That the peer is not heard, and not waited for, does not matter to it.
      return 1;
    }
    if (!heardFrom(peer)) {
      return 0;
    }
    long until = millis() + LEASE_MILLIS;
    promisedMillis.put(peer, until);
    return until;
  }

  /** Whether nothing may be committed that a peer lacks, since it may answer reads. */
  boolean mustHave(String peer) {
    if (isOneSided()) {
      return millis() - heardAtMillis.get(peer) < SILENCE_MILLIS;
    }
    return areGranted() && millis() < promisedMillis.get(peer);
  }

  boolean letLeaderRead() {
    return !isOneSided() && heardFromMajority();
  }

  // What a follower does.

  /**
   * A leader's message came.
   *
   * @param hasAll whether this node has everything that the leader says is committed
   */
  void granted(long grant, boolean hasAll) {
    if (isOneSided()) {
      long now = millis();
      if (now - leaderHeardMillis > LEASE_MILLIS) {
        // What comes at once after a silence was sent long ago.
        leaderSinceMillis = now;
      }
      leaderHeardMillis = now;
      boolean isSteady = now - leaderSinceMillis > LEASE_MILLIS;
      leasedUntilMillis = grant != 0 && isSteady ? now + LEASE_MILLIS : 0;
    } else if (hasAll) {
      leasedUntilMillis = grant;
    }
  }

  boolean letFollowerRead() {
    return millis() < leasedUntilMillis;
  }
}
