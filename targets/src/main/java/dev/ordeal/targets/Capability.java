package dev.ordeal.targets;

/** What an environment can do to its nodes. */
public enum Capability {
  KILL,
  RESTART,
  PAUSE,
  LINKS,
  PACKETS,
  NETEM,
  CLOCK,
  DISK,
  PROCESSORS,
  MEMORY,
  MEMBERS
}
