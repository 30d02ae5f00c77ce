package dev.ordeal.results.registry;

/** Something that can be named. */
public interface Shape extends Named {
  /** How many corners it has. */
  int corners();
}
