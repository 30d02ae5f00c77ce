package dev.ordeal.checkers.linearizability.register;

import dev.ordeal.checkers.Pace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A set of configurations without needless ones.
 *
 * <p>A configuration makes another needless if it can do whatever the other can: it holds the same
 * value, has the same compare-and-sets behind it, and is no worse in reads done, in writes optional
 * or not used up, in what its crashed calls cost and in how many of each counted kind it used. One
 * that overdrew a kind never displaces one that did not.
 */
final class RegisterFrontier {
  private final RegisterOpenCalls open;
  private final RegisterRelaxation relaxation;
  private final Pace pace;
  private final Map<Long, List<RegisterConfiguration>> buckets = new HashMap<>();
  private int size;
  private int real;

  RegisterFrontier(RegisterOpenCalls open, RegisterRelaxation relaxation, Pace pace) {
    this.pace = pace;
    this.open = open;
    this.relaxation = relaxation;
  }

  int size() {
    return size;
  }

  /** Whether there is a configuration that overdrew nothing. */
  boolean hasReal() {
    return real > 0;
  }

  /** Whether the register may hold a value. */
  boolean holds(int value) {
    for (List<RegisterConfiguration> bucket : buckets.values()) {
      for (RegisterConfiguration c : bucket) {
        if (c.value == value) {
          return true;
        }
      }
    }
    return false;
  }

  /** Adds a configuration unless it is needless; drops those that it makes needless. */
  boolean add(RegisterConfiguration candidate) {
    List<RegisterConfiguration> rivals =
        buckets.computeIfAbsent(bucket(candidate), key -> new ArrayList<>());
    pace.spend(1L + rivals.size());
    for (RegisterConfiguration rival : rivals) {
      if (isNeedless(candidate, rival)) {
        return false;
      }
    }
    rivals.removeIf(rival -> isNeedless(rival, candidate) && drop(rival));
    rivals.add(candidate);
    size++;
    real += candidate.isReal() ? 1 : 0;
    return true;
  }

  private boolean drop(RegisterConfiguration needless) {
    needless.dropped = true;
    size--;
    real -= needless.isReal() ? 1 : 0;
    return true;
  }

  List<RegisterConfiguration> all() {
    List<RegisterConfiguration> all = new ArrayList<>(size);
    buckets.values().forEach(all::addAll);
    return all;
  }

  /** Those that must agree if one is to make another needless. */
  private long bucket(RegisterConfiguration c) {
    long key = c.value;
    for (int word = 0; word < c.done.length; word++) {
      key = key * 0x9E3779B97F4A7C15L + (c.done[word] & open.cas[word]);
    }
    return key;
  }

  /** Whether b may be left out where a is. */
  private boolean isNeedless(RegisterConfiguration b, RegisterConfiguration a) {
    if (a.cost > b.cost || a.value != b.value || (b.isReal() && !a.isReal())) {
      return false;
    }
    for (int word = 0; word < a.done.length; word++) {
      long doneA = a.done[word];
      long doneB = b.done[word];
      long freeA = a.optional[word];
      long freeB = b.optional[word];
      // A write that is optional in a is as good as any; else a and b must agree on it.
      long worse =
          (open.reads[word] & doneB & ~doneA)
              | (open.cas[word] & (doneA ^ doneB))
              | (open.writes[word] & ~freeA & (freeB | (doneA ^ doneB)));
      if (worse != 0) {
        return false;
      }
    }
    for (int kind : relaxation.counted()) {
      if (a.used[kind] > b.used[kind]) {
        return false;
      }
    }
    return true;
  }
}
