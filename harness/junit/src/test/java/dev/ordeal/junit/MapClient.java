package dev.ordeal.junit;

import dev.ordeal.workloads.register.RegisterClient;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A map of this program as registers; with a cache, one that never hears of others' writes. */
record MapClient(Map<Long, Long> map, Map<Long, Long> cache, boolean isCached)
    implements RegisterClient {
  static MapClient of(Map<Long, Long> map) {
    return new MapClient(map, Map.of(), false);
  }

  static MapClient cached(Map<Long, Long> map) {
    return new MapClient(map, new HashMap<>(), true);
  }

  @Override
  public OptionalLong read(long key) {
    Long value = isCached ? cache.computeIfAbsent(key, map::get) : map.get(key);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  @Override
  public void write(long key, long value) {
    map.put(key, value);
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement) {
    return map.replace(key, expected, replacement);
  }

  @Override
  public void close() {}
}
