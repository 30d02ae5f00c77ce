package dev.ordeal.targets.brittle.node;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The places at which brittle can be told to do the wrong thing. */
public enum Defect {
  FOLLOWER_READ,
  SKIPS_BACKLOG,
  LOCAL_LEADER_READ,
  ACK_BEFORE_REPLICATION,
  SPLIT_BRAIN,
  NON_ATOMIC_CAS,
  LEASE_CLOCK,
  ONE_SIDED_LEASE,
  DIRTY_READ,
  FORGETFUL,
  ELECTS_LAGGARD,
  DUPLICATE_APPLY,
  NON_ATOMIC_UPDATE,
  LOCK_EXPIRES,
  LOCAL_IDS,
  STALE_SNAPSHOT,
  TORN_TRANSACTION,
  INTERLEAVED_STEPS,
  ABORTED_WRITES,
  OWN_WRITES_FIRST,
  UNSYNCED_LOG,
  PANICS,
  NEVER_REJOINS;

  /** The name for {@code --bug}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Set<Defect> parse(String names) {
    Set<Defect> defects = EnumSet.noneOf(Defect.class);
    for (Defect defect : values()) {
      if (Set.of(names.split(",")).contains(defect.wireName())) {
        defects.add(defect);
      }
    }
    return defects;
  }
}
