package com.example;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A store that several threads of a program share, each through a session of its own. */
public final class Store {
  private final ConcurrentMap<Long, Long> values = new ConcurrentHashMap<>();
  private final boolean isCached;

  /**
   * @param isCached whether sessions keep what they have read; they then read what is over
   */
  public Store(boolean isCached) {
    this.isCached = isCached;
  }

  public Session session() {
    return new Session();
  }

  /** For one thread. */
  public final class Session {
    private final ConcurrentMap<Long, Long> cache = new ConcurrentHashMap<>();

    private Session() {}

    /** The value, or null if there is none. */
    public Long get(long key) {
      return isCached ? cache.computeIfAbsent(key, values::get) : values.get(key);
    }

    public void put(long key, long value) {
      values.put(key, value);
    }

    public boolean replace(long key, long expected, long replacement) {
      return values.replace(key, expected, replacement);
    }
  }
}
